/** Graphs of operations as layers build them, and their differentiation. */
package dev.fovea.graph;
