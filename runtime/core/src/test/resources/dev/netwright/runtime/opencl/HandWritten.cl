// As the processor writes them for: Dense(8) ReLU, Dense(4) of [6].
//: netwright 1 HandWrittenModel
//: plan inference 1 1 0 8 180 224 whole
//: pack p:0:0 1 6 6 8 0
//: stage k_hidden k_hidden 1n 1n 1024 8,8 in0:0:0 p:0:0 w:0:0 p:48:0 k:0:0
//: pack p:56:0 1 8 8 4 96
//: stage k_output k_output 1n 1n 2048 4,4 w:0:0 p:56:0 out0:0:0 p:88:0 k:96:0
//: plan training 1 1 0 32 180 0 stages
//: pack p:0:0 1 6 6 8 0
//: stage k_hidden2 k_hidden 1n 1n 1024 8,8 in0:0:0 p:0:0 w:0:0 p:48:0 w:0:8 k:0:0
//: pack p:56:0 1 8 8 4 0
//: stage k_output k_output 1n 1n 2048 4,4 w:0:8 p:56:0 w:0:24 p:88:0 k:0:0
//: backward
//: stage k_output2 k_output 1n 1n 4096 4 w:0:16 w:0:28
//: stage k_output3 k_output 4 4 4 1 w:0:16 g:88:0
//: pack p:56:0 8 1 4 8 0
//: stage k_output4 k_output 1n 1n 1024 8,8 w:0:28 p:56:0 w:0:16 w:0:0 p:48:0 k:0:0
//: pack w:0:28 4 1 1n 4 0
//: stage k_output5 k_output 8 8 8 4 w:0:8 w:0:28 g:56:0 k:0:0
//: stage k_hidden3 k_hidden 8 8 8 1 w:0:16 g:48:0
//: pack w:0:16 8 1 1n 8 0
//: stage k_hidden4 k_hidden 6 6 6 8 in0:0:0 w:0:16 g:0:0 k:0:0

static void product0(global const float* x0, global const float* x1, global float* y, global const float* packed, int n, int from, int to) {
#if TILES
    product(x0, 6, 1, packed, y, 8, 1, from, to, 8, 6, 0);
#else
    ROWS(i, 8) {
        AXIS(j, 8, 1) {
            sum_t sum = 0;
            for (int k = 0; k < 6; k++) {
                sum += x0[6 * i + k] * x1[6 * j + k];
            }
            y[8 * i + j] = (float) sum;
        }
    }
#endif
}

static void map1(global float* y, global const float* x1, int n, int from, int to) {
    ROWS(i, 8) {
        AXIS(j, 8, 1) {
            y[8 * i + j] = maximum(y[8 * i + j] + x1[j], 0.0f);
        }
    }
}

static void product2(global const float* x0, global const float* x1, global float* y, global const float* packed, int n, int from, int to) {
#if TILES
    product(x0, 8, 1, packed, y, 4, 1, from, to, 4, 8, 0);
#else
    ROWS(i, 4) {
        AXIS(j, 4, 1) {
            sum_t sum = 0;
            for (int k = 0; k < 8; k++) {
                sum += x0[8 * i + k] * x1[8 * j + k];
            }
            y[4 * i + j] = (float) sum;
        }
    }
#endif
}

static void map3(global float* y, global const float* x1, int n, int from, int to) {
    ROWS(i, 4) {
        AXIS(j, 4, 1) {
            y[4 * i + j] = y[4 * i + j] + x1[j];
        }
    }
}

static void map4(global const float* x0, global const float* x1, global float* y, int n, int from, int to) {
    ROWS(i, 8) {
        AXIS(j, 8, 1) {
            y[8 * i + j] = maximum(x0[8 * i + j] + x1[j], 0.0f);
        }
    }
}

static void map5(global const float* x0, global float* y, int n, int from, int to) {
    ROWS(i, 4) {
        AXIS(j, 4, 1) {
            y[4 * i + j] = x0[4 * i + j];
        }
    }
}

static void map6(global const float* x0, global float* y, int n, int from, int to) {
    ROWS(i, 1) {
        sum_t sum = 0;
        for (int j = 0; j < n; j++) {
            sum += x0[i + 4 * j];
        }
        y[i] = (float) sum;
    }
}

static void product7(global const float* x0, global const float* x1, global float* y, global const float* packed, int n, int from, int to) {
#if TILES
    product(x0, 4, 1, packed, y, 8, 1, from, to, 8, 4, 0);
#else
    ROWS(i, 8) {
        AXIS(j, 8, 1) {
            sum_t sum = 0;
            for (int k = 0; k < 4; k++) {
                sum += x0[4 * i + k] * x1[j + 8 * k];
            }
            y[8 * i + j] = (float) sum;
        }
    }
#endif
}

static void map8(global const float* x0, global const float* x1, global float* y, int n, int from, int to) {
    ROWS(i, 8) {
        AXIS(j, 8, 1) {
            y[8 * i + j] = x0[8 * i + j] + x1[j] > 0.0f ? y[8 * i + j] : 0.0f;
        }
    }
}

static void product9(global const float* x0, global const float* x1, global float* y, global const float* packed, int n, int from, int to) {
#if TILES
    product(x0, 1, 8, packed, y, 1, 8, from, to, 4, n, 0);
#else
    ROWS(i, 4) {
        AXIS(j, 4, 1) {
            sum_t sum = 0;
            for (int k = 0; k < n; k++) {
                sum += x0[i + 8 * k] * x1[j + 4 * k];
            }
            y[i + 8 * j] = (float) sum;
        }
    }
#endif
}

static void map10(global const float* x0, global float* y, int n, int from, int to) {
    ROWS(i, 1) {
        sum_t sum = 0;
        for (int j = 0; j < n; j++) {
            sum += x0[i + 8 * j];
        }
        y[i] = (float) sum;
    }
}

static void product11(global const float* x0, global const float* x1, global float* y, global const float* packed, int n, int from, int to) {
#if TILES
    product(x0, 1, 6, packed, y, 1, 6, from, to, 8, n, 0);
#else
    ROWS(i, 8) {
        AXIS(j, 8, 1) {
            sum_t sum = 0;
            for (int k = 0; k < n; k++) {
                sum += x0[i + 6 * k] * x1[j + 8 * k];
            }
            y[i + 6 * j] = (float) sum;
        }
    }
#endif
}

#if STAGES
// hidden
kernel GROUP void k_hidden(global float* b0, int at0, global float* b1, int at1, global float* b2, int at2, global float* b3, int at3, global float* b4, int at4, int n, int rows, int tile, int part) {
    RANGE
    PART(0) product0(b0 + at0, b1 + at1, b2 + at2, b4 + at4, n, from, to);
    PART(1) map1(b2 + at2, b3 + at3, n, from, to);
}

// output
kernel GROUP void k_output(global float* b0, int at0, global float* b1, int at1, global float* b2, int at2, global float* b3, int at3, global float* b4, int at4, int n, int rows, int tile, int part) {
    RANGE
    PART(0) product2(b0 + at0, b1 + at1, b2 + at2, b4 + at4, n, from, to);
    PART(1) map3(b2 + at2, b3 + at3, n, from, to);
}

#endif

#if TRAINING
// hidden
kernel GROUP void k_hidden2(global float* b0, int at0, global float* b1, int at1, global float* b2, int at2, global float* b3, int at3, global float* b4, int at4, global float* b5, int at5, int n, int rows, int tile, int part) {
    RANGE
    PART(0) product0(b0 + at0, b1 + at1, b2 + at2, b5 + at5, n, from, to);
    PART(1) map4(b2 + at2, b3 + at3, b4 + at4, n, from, to);
}

// output
kernel GROUP void k_output2(global float* b0, int at0, global float* b1, int at1, int n, int rows, int tile, int part) {
    RANGE
    PART(0) map5(b0 + at0, b1 + at1, n, from, to);
}

// output
kernel GROUP void k_output3(global float* b0, int at0, global float* b1, int at1, int n, int rows, int tile, int part) {
    RANGE
    PART(0) map6(b0 + at0, b1 + at1, n, from, to);
}

// output
kernel GROUP void k_output4(global float* b0, int at0, global float* b1, int at1, global float* b2, int at2, global float* b3, int at3, global float* b4, int at4, global float* b5, int at5, int n, int rows, int tile, int part) {
    RANGE
    PART(0) product7(b0 + at0, b1 + at1, b2 + at2, b5 + at5, n, from, to);
    PART(1) map8(b3 + at3, b4 + at4, b2 + at2, n, from, to);
}

// output
kernel GROUP void k_output5(global float* b0, int at0, global float* b1, int at1, global float* b2, int at2, global float* b3, int at3, int n, int rows, int tile, int part) {
    RANGE
    PART(0) product9(b0 + at0, b1 + at1, b2 + at2, b3 + at3, n, from, to);
}

// hidden
kernel GROUP void k_hidden3(global float* b0, int at0, global float* b1, int at1, int n, int rows, int tile, int part) {
    RANGE
    PART(0) map10(b0 + at0, b1 + at1, n, from, to);
}

// hidden
kernel GROUP void k_hidden4(global float* b0, int at0, global float* b1, int at1, global float* b2, int at2, global float* b3, int at3, int n, int rows, int tile, int part) {
    RANGE
    PART(0) product11(b0 + at0, b1 + at1, b2 + at2, b3 + at3, n, from, to);
}

#endif

#if TILES && !STAGES
kernel GROUP void predict(global float* p, global float* b, global float* c, global float* k, global float* w, global float* in0, global float* out0, int samples, int tile, int floats) {
    SAMPLES
    in0 += sample * 6;
    out0 += sample * 4;
    w += get_global_id(0) * (size_t) floats;
    // hidden
     {
        int from = 0, to = n;
        product0(in0, p, w, k + 0, n, from, to);
        map1(w, p + 48, n, from, to);
    }
    // output
     {
        int from = 0, to = n;
        product2(w, p + 56, out0, k + 96, n, from, to);
        map3(out0, p + 88, n, from, to);
    }
}
#endif
