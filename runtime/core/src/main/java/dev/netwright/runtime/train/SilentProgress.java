package dev.netwright.runtime.train;

/** Says nothing. */
enum SilentProgress implements Progress {
    INSTANCE;

    @Override
    public void epochStarts(int epoch, int epochs, long samples) {}

    @Override
    public void batchDone(long samples, double loss) {}

    @Override
    public void epochEnds(EpochReport report) {}
}
