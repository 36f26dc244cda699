/** The kernels by themselves, timed with JMH: images with one lane each, and batches with as many as a vector has. */
package dev.fovea.bench.jmh;
