/**
 * Pictures as PNG and SVG: image grids, feature maps, filters, curves, bars and confusion matrices.
 *
 * <p>Each kind is an immutable description made by {@code of}, refined by methods named after what they set, and
 * drawn by {@code picture()}:
 *
 * <pre>{@code
 * ImageGrid.of(images).captions(names).colorMap(ColorMap.GREYS).picture().save(Path.of("digits.png"));
 * }</pre>
 *
 * <p>Nothing opens a window. A program that draws without a screen is started with {@code java.awt.headless=true};
 * the property is left to the program, as setting it here would take the windows from a program that has some.
 */
package dev.fovea.plot;
