/** Starts Fovea and its peers, each in a process of its own, in turn, and writes what they did. */
package dev.fovea.bench.run;
