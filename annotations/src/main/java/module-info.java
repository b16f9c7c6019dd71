/** The language of Netwright: what a network's declaration imports. */
module dev.netwright.annotations {
    exports dev.netwright.annotations;
}
