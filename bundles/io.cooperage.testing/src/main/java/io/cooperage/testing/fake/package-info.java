/**
 * Fakes of every provider family, for tests of the engine, of fronts and of vendors' bundles.
 * {@link io.cooperage.testing.fake.FakeHost} has one of each that know each other; they outlive the
 * engine under test as a kernel and a disk would.
 */
@Export
@Version("1.0.0")
package io.cooperage.testing.fake;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
