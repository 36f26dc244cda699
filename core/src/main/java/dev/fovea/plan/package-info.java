/** The compiler of a graph for one batch size: fusion, memory layout, one arena of buffers, and its execution. */
package dev.fovea.plan;
