/** Pictures as PNG and SVG: image grids, feature maps, curves and confusion matrices. */
package dev.fovea.plot;
