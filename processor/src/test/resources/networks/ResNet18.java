package nets;

import dev.netwright.annotations.*;

/**
 * ResNet-18 of 1,000 classes, images of 224x224: 11,689,512 parameters (He et al., Deep Residual Learning for Image Recognition, 2015, table
 * 1; short cuts of option B). Written out, block by block.
 */
@Network
public interface ResNet18 {
    @Input({3, 224, 224}) Tensor image();

    @Conv2D(value = 64, kernel = 7, stride = 2, padding = 3, bias = false) @BatchNorm @ReLU Tensor stem();
    @MaxPool2D(value = 3, stride = 2, padding = 1) Tensor pooled();

    @Conv2D(value = 64, kernel = 3, padding = 1, bias = false) @BatchNorm @ReLU Tensor conv2a1(Tensor pooled);
    @Conv2D(value = 64, kernel = 3, padding = 1, bias = false) @BatchNorm Tensor conv2a2(Tensor conv2a1);
    @Add @ReLU Tensor conv2a(Tensor conv2a2, Tensor pooled);

    @Conv2D(value = 64, kernel = 3, padding = 1, bias = false) @BatchNorm @ReLU Tensor conv2b1(Tensor conv2a);
    @Conv2D(value = 64, kernel = 3, padding = 1, bias = false) @BatchNorm Tensor conv2b2(Tensor conv2b1);
    @Add @ReLU Tensor conv2b(Tensor conv2b2, Tensor conv2a);

    @Conv2D(value = 128, kernel = 3, stride = 2, padding = 1, bias = false) @BatchNorm @ReLU Tensor conv3a1(Tensor conv2b);
    @Conv2D(value = 128, kernel = 3, padding = 1, bias = false) @BatchNorm Tensor conv3a2(Tensor conv3a1);
    @Conv2D(value = 128, kernel = 1, stride = 2, bias = false) @BatchNorm Tensor short3(Tensor conv2b);
    @Add @ReLU Tensor conv3a(Tensor conv3a2, Tensor short3);

    @Conv2D(value = 128, kernel = 3, padding = 1, bias = false) @BatchNorm @ReLU Tensor conv3b1(Tensor conv3a);
    @Conv2D(value = 128, kernel = 3, padding = 1, bias = false) @BatchNorm Tensor conv3b2(Tensor conv3b1);
    @Add @ReLU Tensor conv3b(Tensor conv3b2, Tensor conv3a);

    @Conv2D(value = 256, kernel = 3, stride = 2, padding = 1, bias = false) @BatchNorm @ReLU Tensor conv4a1(Tensor conv3b);
    @Conv2D(value = 256, kernel = 3, padding = 1, bias = false) @BatchNorm Tensor conv4a2(Tensor conv4a1);
    @Conv2D(value = 256, kernel = 1, stride = 2, bias = false) @BatchNorm Tensor short4(Tensor conv3b);
    @Add @ReLU Tensor conv4a(Tensor conv4a2, Tensor short4);

    @Conv2D(value = 256, kernel = 3, padding = 1, bias = false) @BatchNorm @ReLU Tensor conv4b1(Tensor conv4a);
    @Conv2D(value = 256, kernel = 3, padding = 1, bias = false) @BatchNorm Tensor conv4b2(Tensor conv4b1);
    @Add @ReLU Tensor conv4b(Tensor conv4b2, Tensor conv4a);

    @Conv2D(value = 512, kernel = 3, stride = 2, padding = 1, bias = false) @BatchNorm @ReLU Tensor conv5a1(Tensor conv4b);
    @Conv2D(value = 512, kernel = 3, padding = 1, bias = false) @BatchNorm Tensor conv5a2(Tensor conv5a1);
    @Conv2D(value = 512, kernel = 1, stride = 2, bias = false) @BatchNorm Tensor short5(Tensor conv4b);
    @Add @ReLU Tensor conv5a(Tensor conv5a2, Tensor short5);

    @Conv2D(value = 512, kernel = 3, padding = 1, bias = false) @BatchNorm @ReLU Tensor conv5b1(Tensor conv5a);
    @Conv2D(value = 512, kernel = 3, padding = 1, bias = false) @BatchNorm Tensor conv5b2(Tensor conv5b1);
    @Add @ReLU Tensor conv5b(Tensor conv5b2, Tensor conv5a);

    @GlobalAvgPool Tensor features();
    @Dense(1000) Tensor logits();
}
