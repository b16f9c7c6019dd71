package dev.netwright.runtime.engine;

import org.jspecify.annotations.Nullable;

/**
 * A call of a {@link Convolution} under way: what it works on, cut into tasks that {@link Workers} may share. One a thread, kept, so
 * that a call allocates nothing; each task works in the scratch memory of the thread that runs it.
 */
final class ConvolutionCall implements Workers.Task {
    private static final ThreadLocal<ConvolutionCall> CALLS = ThreadLocal.withInitial(ConvolutionCall::new);

    /** Filters of a task, where filters and not samples are shared out. */
    private static final int FILTERS = 64;

    /** Most filters of a task where samples are shared out: its products fit an array. */
    private static final int MOST_FILTERS = 1 << 16;

    /** Filters from which gradients of filters are shared out by filters. */
    private static final int MANY_FILTERS = 128;

    /** Groups from which they are shared out by groups. */
    private static final int MANY_GROUPS = 8;

    /** Floats of filters from which partial sums of them would take too much memory. */
    private static final int LARGE = 1 << 18;

    /** Partial sums at a time. */
    private static final int PARTS = 8;

    /** Operations of a partial sum. */
    private static final long PART = 1 << 21;

    private enum Kind {
        OUTPUT,
        INPUT,
        WEIGHT_BY_FILTERS,
        WEIGHT_BY_SAMPLES,
        DEPTHWISE_OUTPUT,
        DEPTHWISE_INPUT,
        DEPTHWISE_WEIGHT
    }

    /** Operations of a task of depthwise convolutions, about. */
    private static final long DEPTHWISE_TASK = 1 << 18;

    private final Depthwise depthwise = new Depthwise();

    private final ConvolutionScratch scratch = new ConvolutionScratch();
    private @Nullable DirectConvolution direct;
    private Kind kind = Kind.OUTPUT;

    /** Whether tasks are of samples whose planes are read where they lie. */
    private boolean directly;

    private final ConvolutionOperands on = new ConvolutionOperands();

    /** As those of the call that this thread works for, but with a partial sum in place of w. */
    private final ConvolutionOperands partial = new ConvolutionOperands();

    private int from;
    private int to;

    /** Columns, samples or filters of a task. */
    private int span;

    /** Tasks of a group. */
    private int tasks;

    /** Filters of a task that computes y. */
    private int filterSpan;

    private float[][] parts = {};
    private float[] turnedFilters = {};

    private ConvolutionCall() {}

    /** This thread's, on these operands. */
    static ConvolutionCall on(
            Convolution form, float[] x, int xAt, float[] w, int wAt, float[] y, int yAt, boolean accumulate) {
        ConvolutionCall call = CALLS.get();
        call.on.set(form, x, xAt, w, wAt, y, yAt, accumulate);
        return call;
    }

    private void run(Kind kind, int from, int to, int count) {
        this.kind = kind;
        this.from = from;
        this.to = to;
        Workers.run(this, count, (to - from) * on.form.work());
    }

    /** In tasks of some groups of all samples, the groups of a sample side by side. */
    private void depthwise(Kind kind, int from, int to) {
        int planes = (to - from) * on.form.groups;
        span = (int) Math.max(1, Math.min(planes, DEPTHWISE_TASK * on.form.groups / on.form.work()));
        try {
            run(kind, from, to, parts(planes, span));
        } finally {
            on.clear();
        }
    }

    void output(int from, int to) {
        Convolution form = on.form;
        if (form.depthwise) {
            depthwise(Kind.DEPTHWISE_OUTPUT, from, to);
            return;
        }
        directly = directly(form);
        int samples = to - from;
        if (directly) {
            span = 1;
            tasks = samples;
            filterSpan = samples == 1 ? FILTERS / 2 : form.filters;
            try {
                run(Kind.OUTPUT, from, to, tasks * form.groups * parts(form.filters, filterSpan));
            } finally {
                on.clear();
            }
            return;
        }
        int results = form.windows.results;
        span = results > Convolution.SMALL ? form.tileOf(form.taps) : form.samplesOfTile();
        tasks = results > Convolution.SMALL ? samples * parts(results, span) : parts(samples, span);
        filterSpan = samples == 1 && results <= Convolution.SMALL ? FILTERS : Math.min(form.filters, MOST_FILTERS);
        try {
            run(Kind.OUTPUT, from, to, tasks * form.groups * parts(form.filters, filterSpan));
        } finally {
            on.clear();
        }
    }

    void input(int from, int to) {
        if (on.form.depthwise) {
            depthwise(Kind.DEPTHWISE_INPUT, from, to);
            return;
        }
        Convolution turned = on.form.turned;
        if (turned != null) {
            turn(on.form, on.w, on.wAt);
            on.set(turned, on.y, on.yAt, turnedFilters, 0, on.x, on.xAt, on.accumulate);
            output(from, to);
            return;
        }
        span = on.form.samplesOfTile();
        tasks = parts(to - from, span);
        try {
            run(Kind.INPUT, from, to, tasks * on.form.groups);
        } finally {
            on.clear();
        }
    }

    void weight(int n) {
        Convolution form = on.form;
        directly = directly(form);
        int size = form.groups * form.filters * form.taps;
        boolean byFilters = form.filters >= MANY_FILTERS || form.groups >= MANY_GROUPS || size > LARGE;
        try {
            if (form.depthwise) {
                run(Kind.DEPTHWISE_WEIGHT, 0, n, form.groups);
            } else if (byFilters) {
                span = Math.min(FILTERS, form.filters);
                tasks = parts(form.filters, span);
                run(Kind.WEIGHT_BY_FILTERS, 0, n, tasks * form.groups);
            } else {
                weightBySamples(n, size);
            }
        } finally {
            on.clear();
        }
    }

    /** Channels as filters and filters as channels, each with its taps from the last to the first. */
    private void turn(Convolution form, float[] w, int wAt) {
        int taps = form.windows.taps;
        turnedFilters = ConvolutionScratch.room(turnedFilters, form.groups * form.filters * form.taps);
        int to = 0;
        for (int group = 0; group < form.groups; group++) {
            for (int channel = 0; channel < form.channels; channel++) {
                for (int filter = 0; filter < form.filters; filter++) {
                    int last = wAt + (group * form.filters + filter) * form.taps + (channel + 1) * taps - 1;
                    for (int tap = 0; tap < taps; tap++) {
                        turnedFilters[to++] = w[last - tap];
                    }
                }
            }
        }
    }

    private void weightBySamples(int n, int size) {
        int least = (Convolution.WIDEST + on.form.windows.results - 1) / on.form.windows.results;
        span = (int) Math.max(least, PART / on.form.work());
        parts = ConvolutionScratch.room(parts, Math.min(PARTS, parts(n, span)), size);
        int wave = (int) Math.min(n, (long) PARTS * span);
        for (int first = 0; first < n; first += wave) {
            int end = first + Math.min(wave, n - first);
            int count = parts(end - first, span);
            run(Kind.WEIGHT_BY_SAMPLES, first, end, count);
            for (int part = 0; part < count; part++) {
                if (!on.accumulate && first == 0 && part == 0) {
                    System.arraycopy(parts[0], 0, on.w, on.wAt, size);
                } else {
                    add(parts[part], on.w, on.wAt, size);
                }
            }
        }
    }

    private static void add(float[] part, float[] w, int wAt, int size) {
        for (int k = 0; k < size; k++) {
            w[wAt + k] += part[k];
        }
    }

    /** Number of parts of {@code span} that make {@code whole}, the last one shorter or not. */
    private static int parts(int whole, int span) {
        return (whole - 1) / span + 1;
    }

    private static boolean directly(Convolution form) {
        VectorKernels kernels = VectorKernels.inUse();
        return kernels != null && DirectConvolution.fits(form, kernels.width());
    }

    /** This thread's, for the kernels in use. */
    private DirectConvolution direct() {
        DirectConvolution own = direct;
        if (own == null) {
            VectorKernels kernels = VectorKernels.inUse();
            if (kernels == null) {
                throw new IllegalStateException("no vector kernels in use");
            }
            own = new DirectConvolution(kernels);
            direct = own;
        }
        return own;
    }

    private void weight(
            ConvolutionCall own, ConvolutionOperands on, int group, int filter, int count, int first, int end) {
        if (directly) {
            own.direct().weight(on, group, filter, count, first, end);
        } else {
            own.scratch.weight(on, group, filter, count, first, end);
        }
    }

    @Override
    public void run(int task) {
        ConvolutionCall own = CALLS.get();
        Convolution form = on.form;
        switch (kind) {
            case OUTPUT -> output(task, own);
            case INPUT -> {
                int first = from + task / form.groups * span;
                own.scratch.input(on, task % form.groups, first, Math.min(first + span, to));
            }
            case WEIGHT_BY_FILTERS -> {
                int first = task % tasks * span;
                weight(own, on, task / tasks, first, Math.min(span, form.filters - first), from, to);
            }
            case DEPTHWISE_OUTPUT, DEPTHWISE_INPUT -> {
                int end = Math.min((task + 1) * span, (to - from) * form.groups);
                for (int plane = task * span; plane < end; plane++) {
                    depthwise(from + plane / form.groups, plane % form.groups, own.depthwise);
                }
            }
            case DEPTHWISE_WEIGHT -> own.depthwise.weight(on, task, from, to);
            case WEIGHT_BY_SAMPLES -> {
                int first = from + task * span;
                int end = Math.min(first + span, to);
                own.partial.set(form, on.x, on.xAt, parts[task], 0, on.y, on.yAt, false);
                for (int group = 0; group < form.groups; group++) {
                    weight(own, own.partial, group, 0, form.filters, first, end);
                }
                own.partial.clear();
            }
        }
    }

    private void depthwise(int sample, int group, Depthwise own) {
        if (kind == Kind.DEPTHWISE_OUTPUT) {
            own.output(on, sample, group);
        } else {
            own.input(on, sample, group);
        }
    }

    private void output(int task, ConvolutionCall own) {
        Convolution form = on.form;
        int filterTasks = parts(form.filters, filterSpan);
        int firstFilter = task % filterTasks * filterSpan;
        int filters = Math.min(filterSpan, form.filters - firstFilter);
        int group = task / filterTasks % form.groups;
        int part = task / filterTasks / form.groups;
        if (directly) {
            own.direct().output(on, group, firstFilter, filters, from + part, from + part + 1);
            return;
        }
        if (form.windows.results <= Convolution.SMALL) {
            int first = from + part * span;
            own.scratch.small(on, group, firstFilter, filters, first, Math.min(first + span, to));
        } else {
            int perSample = parts(form.windows.results, span);
            int first = part % perSample * span;
            int end = Math.min(first + span, form.windows.results);
            own.scratch.large(on, group, firstFilter, filters, from + part / perSample, first, end);
        }
    }
}
