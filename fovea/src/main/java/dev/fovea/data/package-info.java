/** Pipelines of examples: image decoding, augmentation, batching, and readers of IDX, CIFAR and image folders. */
package dev.fovea.data;
