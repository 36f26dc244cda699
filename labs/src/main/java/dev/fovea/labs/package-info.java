/** Worked exercises that follow a course on convolutional networks, each a small program. */
package dev.fovea.labs;
