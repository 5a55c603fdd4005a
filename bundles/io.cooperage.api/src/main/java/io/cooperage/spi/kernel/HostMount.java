package io.cooperage.spi.kernel;

/**
 * A mount that the host makes for a CT and the CT's init finds in place: the only list that launch,
 * restore and preflight use.
 *
 * @param key stable name, stored with the CT, as "dev/null" or "bind/2"
 * @param source path on the host
 * @param target absolute path inside the CT
 * @param readOnly whether the CT may only read
 * @param idmapped whether the CT's ids are mapped to 0-based ids of the source
 * @param flags further mount flags by name: nosuid, nodev, noexec
 */
public record HostMount(
    String key,
    String source,
    String target,
    boolean readOnly,
    boolean idmapped,
    java.util.Set<String> flags) {
  public HostMount {
    flags = java.util.Set.copyOf(flags);
  }
}
