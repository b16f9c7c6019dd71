// What the kernels of every network stand on. Two forms of the same steps:
//
// TILES (processors): a work-item runs all steps of a stage over a tile of rows, so that the tile stays in its cache. Matrix products
//   work on registers: 6 rows by 16 columns, the right operand packed in panels of 16 columns.
// POINTS (graphics processors): a work-item computes one point of one step; a stage is as many launches as it has steps.

#ifdef cl_khr_fp64
#pragma OPENCL EXTENSION cl_khr_fp64 : enable
typedef double sum_t; // sums lose nothing but the roundings of their terms
#else
typedef float sum_t;
#endif

#if POINTS
#define GROUP
#define RANGE int from = get_global_id(0), to = from + 1; if (from >= rows) return;
#define PART(k) if (part == k)
#define ROWS(i, points) int point = from; int i = point / (points); point -= i * (points);
#define AXIS(j, length, points) int j = point / (points); point -= j * (points);
#else
#define GROUP __attribute__((reqd_work_group_size(1, 1, 1)))
#define RANGE int from = get_global_id(0) * tile, to = min(rows, from + tile);
#define SAMPLES size_t sample = get_global_id(0) * (size_t) tile; int n = min(tile, samples - (int) sample);
#define PART(k)
#define ROWS(i, points) for (int i = from; i < to; i++)
#define AXIS(j, length, points) for (int j = 0; j < (length); j++)
#endif

// Elementary functions that OpenCL C lacks, or has with another meaning of NaN.

static float sigmoid(float x) { return 1.0f / (1.0f + exp(-x)); }
static float softplus(float x) { return fmax(x, 0.0f) + log1p(exp(-fabs(x))) + (isnan(x) ? x : 0.0f); }
static float signum(float x) { return isnan(x) ? x : sign(x); }
static float minimum(float x, float y) { return x < y || isnan(x) ? x : y; }
static float maximum(float x, float y) { return x > y || isnan(x) ? x : y; }

// Philox 4x32-10 (Salmon et al. 2011): word element mod 4 of the block of counter (element / 4, stream, step) and key seed, as a
// multiple of 2^-24 in [0, 1). draw holds the halves of the seed, then those of the step.
static float uniform(uint4 draw, uint stream, uint element) {
    uint4 c = (uint4) (element >> 2, stream, draw.z, draw.w);
    uint k0 = draw.x, k1 = draw.y;
    for (int round = 0; round < 10; round++) {
        uint high0 = mul_hi(0xD2511F53u, c.x), low0 = 0xD2511F53u * c.x;
        uint high1 = mul_hi(0xCD9E8D57u, c.z), low1 = 0xCD9E8D57u * c.z;
        c = (uint4) (high1 ^ c.y ^ k0, low1, high0 ^ c.w ^ k1, low0);
        k0 += 0x9E3779B9u;
        k1 += 0xBB67AE85u;
    }
    uint lane = element & 3;
    uint word = lane < 2 ? (lane == 0 ? c.x : c.y) : (lane == 2 ? c.z : c.w);
    return (word >> 8) * 0x1p-24f;
}

#if TILES
// Lengths are literals where these are called, which pays only within the caller.
#define INLINE static inline __attribute__((always_inline))

// Rows of c [rows, columns] = a [rows, depth] x b, b packed: panel j holds columns 16 j to 16 j + 15, a row of 16 after the other. Each sum
// in ascending order of depth. With `add`, to what c holds.

INLINE void store16(global float* c, int cColumn, int columns, int add, float16 sum) {
    if (cColumn == 1 && columns >= 16) {
        vstore16(add ? vload16(0, c) + sum : sum, 0, c);
        return;
    }
    float values[16];
    vstore16(sum, 0, values);
    for (int j = 0; j < min(columns, 16); j++) {
        c[j * cColumn] = add ? c[j * cColumn] + values[j] : values[j];
    }
}

#define LOAD(r) float16 s##r = 0.0f;
#define FMA(r) s##r = fma((float16) (a[(r) * aRow + k * aColumn]), right, s##r);
#define STORE(r) store16(c + (r) * cRow, cColumn, columns, add, s##r);
#define ROWS_OF_TILE(name, EACH) \
    INLINE void name(global const float* a, int aRow, int aColumn, global const float* b, int depth, \
            global float* c, int cRow, int cColumn, int columns, int add) { \
        EACH(LOAD) \
        for (int k = 0; k < depth; k++) { \
            float16 right = vload16(k, b); \
            EACH(FMA) \
        } \
        EACH(STORE) \
    }
#define EACH2(X) X(0) X(1)
#define EACH4(X) EACH2(X) X(2) X(3)
#define EACH6(X) EACH4(X) X(4) X(5)
ROWS_OF_TILE(rows6, EACH6)
ROWS_OF_TILE(rows4, EACH4)
ROWS_OF_TILE(rows2, EACH2)

// One row: four sums, so that none waits for the one before it.
INLINE void rows1(global const float* a, int aColumn, global const float* b, int depth, global float* c, int cColumn,
        int columns, int add) {
    float16 s0 = 0.0f, s1 = 0.0f, s2 = 0.0f, s3 = 0.0f;
    int k = 0;
    for (; k + 4 <= depth; k += 4) {
        s0 = fma((float16) (a[k * aColumn]), vload16(k, b), s0);
        s1 = fma((float16) (a[(k + 1) * aColumn]), vload16(k + 1, b), s1);
        s2 = fma((float16) (a[(k + 2) * aColumn]), vload16(k + 2, b), s2);
        s3 = fma((float16) (a[(k + 3) * aColumn]), vload16(k + 3, b), s3);
    }
    for (; k < depth; k++) {
        s0 = fma((float16) (a[k * aColumn]), vload16(k, b), s0);
    }
    store16(c, cColumn, columns, add, (s0 + s1) + (s2 + s3));
}

INLINE void product(global const float* a, int aRow, int aColumn, global const float* packed, global float* c, int cRow,
        int cColumn, int from, int to, int columns, int depth, int add) {
    for (int j = 0; j < columns; j += 16) {
        global const float* b = packed + j * depth;
        global float* cj = c + j * cColumn;
        int i = from;
        for (; i + 6 <= to; i += 6) {
            rows6(a + i * aRow, aRow, aColumn, b, depth, cj + i * cRow, cRow, cColumn, columns - j, add);
        }
        if (i + 4 <= to) {
            rows4(a + i * aRow, aRow, aColumn, b, depth, cj + i * cRow, cRow, cColumn, columns - j, add);
            i += 4;
        }
        if (i + 2 <= to) {
            rows2(a + i * aRow, aRow, aColumn, b, depth, cj + i * cRow, cRow, cColumn, columns - j, add);
            i += 2;
        }
        if (i < to) {
            rows1(a + i * aRow, aColumn, b, depth, cj + i * cRow, cColumn, columns - j, add);
        }
    }
}

// Convolutions of planes: as products whose right operand, the taps of 16 results or the 16 taps of results, is gathered in a panel on the
// stack, DEPTH rows at a time.

#define DEPTH 256

// The sums of rows by a panel on the stack; row r's elements are at a[r * aRow + outer * aOuter + inner], outer and inner the digits of k to
// the base `base`, from `begin` on.
#define WINDOW_FMA(r) s##r = fma((float16) (at[(r) * aRow + inner]), right, s##r);
#define ROWS_OF_WINDOW(name, EACH) \
    INLINE void name(global const float* a, int aRow, int aOuter, int base, int begin, const float* b, int depth, \
            global float* c, int cRow, int columns, int add) { \
        const int cColumn = 1; \
        EACH(LOAD) \
        int inner = begin % base; \
        global const float* at = a + begin / base * aOuter; \
        for (int k = 0; k < depth; k++) { \
            float16 right = vload16(k, b); \
            EACH(WINDOW_FMA) \
            if (++inner == base) { \
                inner = 0; \
                at += aOuter; \
            } \
        } \
        EACH(STORE) \
    }
#define EACH1(X) X(0)
ROWS_OF_WINDOW(window6, EACH6)
ROWS_OF_WINDOW(window4, EACH4)
ROWS_OF_WINDOW(window2, EACH2)
ROWS_OF_WINDOW(window1, EACH1)

// c [rows, 16] from a and a panel.
INLINE void windows(int rows, global const float* a, int aRow, int aOuter, int base, int begin, const float* b, int depth,
        global float* c, int cRow, int columns, int add) {
    int i = 0;
    for (; i + 6 <= rows; i += 6) {
        window6(a + i * aRow, aRow, aOuter, base, begin, b, depth, c + i * cRow, cRow, columns, add);
    }
    if (i + 4 <= rows) {
        window4(a + i * aRow, aRow, aOuter, base, begin, b, depth, c + i * cRow, cRow, columns, add);
        i += 4;
    }
    if (i + 2 <= rows) {
        window2(a + i * aRow, aRow, aOuter, base, begin, b, depth, c + i * cRow, cRow, columns, add);
        i += 2;
    }
    if (i < rows) {
        window1(a + i * aRow, aRow, aOuter, base, begin, b, depth, c + i * cRow, cRow, columns, add);
    }
}

#define LANES (int16) (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)

// 16 elements of a plane of `size` floats of which this is what is left: those at `at` where `inside`, else 0.
INLINE float16 gather(global const float* plane, int size, int16 at, int16 inside) {
    if (at.s0 >= 0 && at.s0 + 16 <= size && all(at - at.s0 == LANES)) {
        return select((float16) (0.0f), vload16(0, plane + at.s0), inside);
    }
    at = select((int16) (0), at, inside);
    float16 values = (float16) (plane[at.s0], plane[at.s1], plane[at.s2], plane[at.s3], plane[at.s4], plane[at.s5],
            plane[at.s6], plane[at.s7], plane[at.s8], plane[at.s9], plane[at.sa], plane[at.sb], plane[at.sc], plane[at.sd],
            plane[at.se], plane[at.sf]);
    return select((float16) (0.0f), values, inside);
}

// As convolve_output, by gathering each row of the panels: for windows too large for it.
// y [samples, groups, filters, OH, OW] = x [samples, groups, channels, H, W] by w [groups, filters, channels, KH, KW].
INLINE void convolve_any(global const float* x, global const float* w, global float* y, int from, int to, int groups, int filters,
        int channels, int H, int W, int KH, int KW, int OH, int OW, int SH, int SW, int PH, int PW, int DH, int DW, int add) {
    float panel[DEPTH * 16];
    const int depth = channels * KH * KW, results = OH * OW;
    for (int sg = from * groups; sg < to * groups; sg++) {
        global const float* planes = x + sg * channels * H * W;
        global const float* a = w + sg % groups * filters * depth;
        for (int o = 0; o < results; o += 16) {
            int16 result = o + LANES;
            int16 top = result / OW * SH - PH, left = result % OW * SW - PW;
            for (int begin = 0; begin < depth; begin += DEPTH) {
                int part = min(DEPTH, depth - begin);
                for (int k = 0; k < part; k++) {
                    int c = (begin + k) / (KH * KW), tap = (begin + k) % (KH * KW);
                    int16 iy = top + tap / KW * DH, ix = left + tap % KW * DW;
                    int16 inside = iy >= 0 && iy < H && ix >= 0 && ix < W && result < results;
                    vstore16(gather(planes + c * H * W, (channels - c) * H * W, iy * W + ix, inside), k, panel);
                }
                windows(filters, a, depth, depth, depth, begin, panel, part, y + sg * filters * results + o, results,
                        results - o, add || begin > 0);
            }
        }
    }
}

#define STRIP 16384

// y [samples, groups, filters, OH, OW] = x [samples, groups, channels, H, W] by w [groups, filters, channels, KH, KW]. Some rows of the
// planes of some channels are copied with their padding to a strip on the stack, columns that are `SW` apart side by side, so that 16
// neighbouring results read neighbouring elements whatever the stride.
INLINE void convolve_output(global const float* x, global const float* w, global float* y, int from, int to, int groups, int filters,
        int channels, int H, int W, int KH, int KW, int OH, int OW, int SH, int SW, int PH, int PW, int DH, int DW, int add) {
    const int taps = KH * KW, results = OH * OW, depth = channels * taps;
    const int width = OW + (KW - 1) * DW / SW; // of a strip's row
    const int below = (KH - 1) * DH + 1; // rows of a window
    const int whole = (OW + 15) / 16 * 12 <= OW; // whether rows of results fill panels of 16 well by themselves
    const int folded = OW < 16 && 16 % OW == 0; // several rows of results fill one
    const int unit = whole ? 1 : folded ? 16 / OW : 16; // rows of results that panels begin at
    const int least = ((unit - 1) * SH + below) * SW * width; // floats of a channel's strip for these
    const int together = min(min(channels, DEPTH / taps), STRIP / least); // channels of a strip
    if (together < 1) {
        convolve_any(x, w, y, from, to, groups, filters, channels, H, W, KH, KW, OH, OW, SH, SW, PH, PW, DH, DW, add);
        return;
    }
    const int most = (STRIP / (together * SW * width) - below) / SH + 1;
    const int lines = min(most / unit, (OH + unit - 1) / unit) * unit; // rows of results of a strip
    const int rows = (lines - 1) * SH + below;
    float strip[STRIP + 16];
    float panel[DEPTH * 16];
    for (int sg = from * groups; sg < to * groups; sg++) {
        global const float* planes = x + sg * channels * H * W;
        global const float* a = w + sg % groups * filters * depth;
        for (int line = 0; line < OH; line += lines) {
            for (int c = 0; c < channels; c += together) {
                int block = min(together, channels - c), part = block * taps;
                for (int q = 0; q < block * rows; q++) {
                    int iy = line * SH - PH + q % rows;
                    global const float* row = planes + ((c + q / rows) * H + iy) * W;
                    for (int phase = 0; phase < SW; phase++) {
                        float* copy = strip + (q * SW + phase) * width;
                        for (int j = 0; j < width; j++) {
                            int ix = j * SW + phase - PW;
                            copy[j] = iy >= 0 && iy < H && ix >= 0 && ix < W ? row[ix] : 0.0f;
                        }
                    }
                }
                int end = min(lines, OH - line) * OW;
                for (int o = 0; o < end; o += whole ? min(16, OW - o % OW) : 16) {
                    int16 at = (o + LANES) / OW * SH * SW * width + (o + LANES) % OW;
                    at = min(at, (rows - below) * SW * width + OW - 1); // beyond the last result, where nothing is kept
                    for (int k = 0; k < part; k++) {
                        int tap = k % taps, kx = tap % KW * DW;
                        const float* from16 = strip + ((k / taps * rows + tap / KW * DH) * SW + kx % SW) * width + kx / SW;
                        float16 values;
                        if (whole) {
                            values = vload16(0, from16 + at.s0);
                        } else if (OW == 8) {
                            values = (float16) (vload8(0, from16 + at.s0), vload8(0, from16 + at.s8));
                        } else if (OW == 4) {
                            values = (float16) (vload4(0, from16 + at.s0), vload4(0, from16 + at.s4), vload4(0, from16 + at.s8),
                                    vload4(0, from16 + at.sc));
                        } else {
                            values = (float16) (from16[at.s0], from16[at.s1], from16[at.s2], from16[at.s3], from16[at.s4],
                                    from16[at.s5], from16[at.s6], from16[at.s7], from16[at.s8], from16[at.s9], from16[at.sa],
                                    from16[at.sb], from16[at.sc], from16[at.sd], from16[at.se], from16[at.sf]);
                        }
                        vstore16(values, k, panel);
                    }
                    int left = whole ? OW - o % OW : end - o;
                    windows(filters, a + c * taps, depth, depth, depth, 0, panel, part,
                            y + sg * filters * results + line * OW + o, results, left, add || c > 0);
                }
            }
        }
    }
}

// x from w and y, each element of x from the windows that it lies in.
INLINE void convolve_input(global const float* w, global const float* y, global float* x, int from, int to, int groups, int filters,
        int channels, int H, int W, int KH, int KW, int OH, int OW, int SH, int SW, int PH, int PW, int DH, int DW, int add) {
    float panel[DEPTH * 16];
    const int taps = KH * KW, depth = filters * taps, elements = H * W;
    for (int sg = from * groups; sg < to * groups; sg++) {
        global const float* planes = y + sg * filters * OH * OW;
        global const float* a = w + sg % groups * filters * channels * taps;
        for (int i = 0; i < elements; i += 16) {
            int16 element = i + LANES;
            int16 bottom = element / W + PH, right = element % W + PW;
            for (int begin = 0; begin < depth; begin += DEPTH) {
                int part = min(DEPTH, depth - begin);
                for (int k = 0; k < part; k++) {
                    int m = (begin + k) / taps, tap = (begin + k) % taps;
                    int16 py = bottom - tap / KW * DH, px = right - tap % KW * DW;
                    int16 oy = py / SH, ox = px / SW;
                    int16 inside = py >= 0 && px >= 0 && oy * SH == py && ox * SW == px && oy < OH && ox < OW && element < elements;
                    vstore16(gather(planes + m * OH * OW, (filters - m) * OH * OW, oy * OW + ox, inside), k, panel);
                }
                windows(channels, a, taps, channels * taps, taps, begin, panel, part, x + sg * channels * elements + i, elements,
                        elements - i, add || begin > 0);
            }
        }
    }
}

// w from x and y, over all samples: panels `from` to `to` of 16 taps of a group's filters, the groups one after the other.
INLINE void convolve_weight(global const float* x, global const float* y, global float* w, int samples, int from, int to, int groups,
        int filters, int channels, int H, int W, int KH, int KW, int OH, int OW, int SH, int SW, int PH, int PW, int DH, int DW, int add) {
    float panel[DEPTH * 16];
    const int taps = KH * KW, depth = channels * taps, results = OH * OW, panels = (depth + 15) / 16;
    for (int p = from; p < to; p++) {
        int g = p / panels, k = p % panels * 16;
        int16 tap = k + LANES;
        int16 known = tap < depth;
        int16 c = tap / taps, top = tap % taps / KW * DH - PH, left = tap % KW * DW - PW;
        for (int s = 0; s < samples; s++) {
            global const float* planes = x + (s * groups + g) * channels * H * W;
            for (int begin = 0; begin < results; begin += DEPTH) {
                int part = min(DEPTH, results - begin);
                for (int o = 0; o < part; o++) {
                    int16 iy = top + (begin + o) / OW * SH, ix = left + (begin + o) % OW * SW;
                    int16 inside = iy >= 0 && iy < H && ix >= 0 && ix < W && known;
                    vstore16(gather(planes, channels * H * W, (c * H + iy) * W + ix, inside), o, panel);
                }
                windows(filters, y + (s * groups + g) * filters * results, results, results, results, begin, panel, part,
                        w + g * filters * depth + k, depth, depth - k, add || s > 0 || begin > 0);
            }
        }
    }
}

// Packs a matrix [depth, columns] as the right operand of `product`: a work-item a panel, zeros beyond the last column.
kernel GROUP void pack(global const float* source, int at, int row, int column, int depth, int columns, global float* packed, int to) {
    int j = get_global_id(0) * 16;
    global const float* from = source + at + j * column;
    global float* panel = packed + to + j * depth;
    int width = min(16, columns - j);
    for (int k = 0; k < depth; k++) {
        for (int l = 0; l < width; l++) {
            panel[16 * k + l] = from[k * row + l * column];
        }
        for (int l = width; l < 16; l++) {
            panel[16 * k + l] = 0.0f;
        }
    }
}
#endif
