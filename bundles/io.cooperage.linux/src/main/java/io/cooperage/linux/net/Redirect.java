package io.cooperage.linux.net;

import io.cooperage.linux.OwnedFd;

/**
 * A filter that marks every packet with a class and hands it to the queue of another device.
 *
 * @param preference its place among the filters of its hook, 1..0xffff; the lowest comes first
 * @param name what lists show for it
 * @param program from {@link PriorityProgram}, which is borrowed; the kernel keeps its own hold
 * @param handle the class that the program marks, repeated here so that it can be read back
 * @param target the index of the other device
 */
public record Redirect(int preference, String name, OwnedFd program, TcHandle handle, int target) {}
