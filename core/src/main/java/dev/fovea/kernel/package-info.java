/** The primitive loops over arrays: a plain reference version that defines the result and a SIMD version held to it. */
package dev.fovea.kernel;
