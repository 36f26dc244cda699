/** Layers under their Keras names, with activations, initializers, regularizers and constraints. */
package dev.fovea.nn;
