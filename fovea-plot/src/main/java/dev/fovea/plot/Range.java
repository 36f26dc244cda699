package dev.fovea.plot;

import java.util.List;

/** The values that take the first and the last colour of a map. */
record Range(double min, double max) {
    Range {
        if (!(min < max) || Double.isInfinite(min) || Double.isInfinite(max)) {
            throw new IllegalArgumentException("a range of values goes from a number to a larger one, not from "
                    + Theme.number(min) + " to " + Theme.number(max));
        }
    }

    /** From the smallest finite value to the largest; where all are equal they take the first colour. */
    static Range of(List<Plane> planes) {
        double min = Double.POSITIVE_INFINITY;
        double max = Double.NEGATIVE_INFINITY;
        for (Plane plane : planes) {
            for (int i = 0; i < plane.size(); i++) {
                float value = plane.at(i);
                if (Float.isFinite(value)) {
                    min = Math.min(min, value);
                    max = Math.max(max, value);
                }
            }
        }
        if (min > max) {
            return new Range(0, 1);
        }
        return new Range(min, max > min ? max : min + 1);
    }

    /** The smallest range around 0 that holds all values, with 0 in the middle. */
    static Range around0(List<Plane> planes) {
        double most = 0;
        for (Plane plane : planes) {
            for (int i = 0; i < plane.size(); i++) {
                most = Float.isFinite(plane.at(i)) ? Math.max(most, Math.abs(plane.at(i))) : most;
            }
        }
        return most > 0 ? new Range(-most, most) : new Range(-1, 1);
    }

    /** The range that suits a map: around 0 for the diverging one. */
    static Range of(List<Plane> planes, ColorMap colors) {
        return colors == ColorMap.DIVERGING ? around0(planes) : of(planes);
    }

    /** 0..1 or 0..255 where the values of a colour image lie there, as its colours would be wrong in any other. */
    static Range ofColors(List<Plane> planes) {
        Range range = of(planes);
        if (range.min >= 0 && range.max <= 255) {
            boolean bytes = range.max > 1 && planes.stream().anyMatch(p -> p.any(v -> v > 1));
            return new Range(0, bytes ? 255 : 1);
        }
        return range;
    }

    /** Where a value lies, 0 at min and 1 at max. */
    double share(double value) {
        return (value - min) / (max - min);
    }

    @Override
    public String toString() {
        return Theme.number(min) + " … " + Theme.number(max);
    }
}
