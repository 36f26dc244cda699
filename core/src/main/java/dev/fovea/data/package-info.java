/** Examples to learn from: data sets and views of them, the IDX reader, names and their near misses. */
package dev.fovea.data;
