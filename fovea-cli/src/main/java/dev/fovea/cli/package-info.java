/** The {@code fovea} command. */
package dev.fovea.cli;
