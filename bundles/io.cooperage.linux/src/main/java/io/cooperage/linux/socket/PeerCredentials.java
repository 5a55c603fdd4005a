package io.cooperage.linux.socket;

/**
 * Who is at the other end of a Unix socket, as it was when the connection was made.
 *
 * @param pid the process id
 * @param user the user id
 * @param group the group id
 */
public record PeerCredentials(int pid, long user, long group) {}
