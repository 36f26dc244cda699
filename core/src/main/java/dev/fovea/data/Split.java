package dev.fovea.data;

/** The two parts of a data set: images to learn from, and images never shown in training to judge by. */
public record Split(Dataset train, Dataset test) {
    /**
     * @throws IllegalArgumentException if the parts differ in the shape of their images or in their classes
     */
    public Split {
        if (!train.imageShape().equals(test.imageShape())) {
            throw new IllegalArgumentException("the training images are " + train.imageShape() + ", the test images "
                    + test.imageShape() + "; both parts need images of one shape");
        }
        if (!train.classNames().equals(test.classNames())) {
            throw new IllegalArgumentException("the training classes are " + train.classNames() + ", the test classes "
                    + test.classNames() + "; give both parts the same classes in the same order");
        }
    }
}
