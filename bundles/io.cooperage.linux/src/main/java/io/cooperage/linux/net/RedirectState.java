package io.cooperage.linux.net;

/**
 * A {@link Redirect} as the kernel has it.
 *
 * @param preference its place among the filters of its hook
 * @param handle the class that it marks packets with
 * @param target the index of the device that they are handed to; 0 when that is gone
 */
public record RedirectState(int preference, TcHandle handle, int target) {}
