/** The operations of a network: their attributes, shape rules and gradient rules, each in one file. */
package dev.fovea.op;
