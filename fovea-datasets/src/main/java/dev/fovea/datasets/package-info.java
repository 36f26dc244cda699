/** Data sets by name: MNIST, Fashion-MNIST, CIFAR-10, image folders and the ImageNet layout. */
package dev.fovea.datasets;
