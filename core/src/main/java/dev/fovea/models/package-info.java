/** Known architectures ready to build, from LeNet-5 to the residual networks. */
package dev.fovea.models;
