/** Models made of layers: sequential and functional, their weights, fitting, prediction, summary, save and load. */
package dev.fovea.model;
