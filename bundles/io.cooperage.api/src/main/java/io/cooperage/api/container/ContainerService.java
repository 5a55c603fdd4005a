package io.cooperage.api.container;

import io.cooperage.api.job.Job;
import io.cooperage.api.parameter.RawSetting;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The CTs of this node. Safe for any thread. Bad input is refused before a job is made; a CT that a
 * job holds answers BUSY with the job's id and never blocks the caller. Every method throws {@link
 * io.cooperage.api.error.ContainerException}.
 */
@ProviderType
public interface ContainerService {
  Job<Container> create(CreateRequest request);

  /** A CT as it is now; empty if there is none by that reference. */
  Optional<Container> find(ContainerRef ref);

  /** CTs in order of CTID, from memory. */
  List<Container> list(ContainerFilter filter);

  Job<Container> start(ContainerRef ref, StartOptions options);

  Job<Container> stop(ContainerRef ref, StopOptions options);

  /** Stop, if it runs, and start as one job. */
  Job<Container> restart(ContainerRef ref, StopOptions options);

  /** Removes a stopped CT and its disk. */
  Job<Void> destroy(ContainerRef ref);

  /** Gives a stopped CT a fresh root from its template; name, addresses and limits stay. */
  Job<Container> reinstall(ContainerRef ref, Optional<String> template);

  /** Changes parameters as one transaction: all or none. */
  ChangeReport set(ContainerRef ref, List<RawSetting> settings, SetOptions options);

  /** Asked and effective value of every parameter that is set or that the kernel reports. */
  List<EffectiveValue> show(ContainerRef ref);

  /** What a running CT holds of each limited resource, and how often it was refused more. */
  List<ResourceCounter> counters(ContainerRef ref);

  /** The sample configurations of this node, by name; those that cannot be read are left out. */
  List<Sample> samples();

  /**
   * Changes name, labels or description; empty leaves them as they are. An empty label value
   * removes the label.
   */
  Container describe(
      ContainerRef ref,
      Optional<ContainerName> name,
      java.util.Map<String, String> labels,
      Optional<String> description);

  ContainerProcess exec(ContainerRef ref, ExecRequest request);

  /** Leave to attach to the console of a running CT. */
  ConsoleTicket console(ContainerRef ref);

  /** The last output of the console, at most 64 KiB, also of a CT that has just stopped. */
  byte[] consoleLog(ContainerRef ref);

  /** Mounts the root of a stopped CT on the host; the path is root-only. */
  Job<Path> mount(ContainerRef ref, MountOptions options);

  Job<Void> unmount(ContainerRef ref);

  /** Files inside a CT, running or mounted. */
  GuestFileAccess files(ContainerRef ref);
}
