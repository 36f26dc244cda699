/** What training needs beside the model: losses, optimizers, schedules, metrics and callbacks. */
package dev.fovea.train;
