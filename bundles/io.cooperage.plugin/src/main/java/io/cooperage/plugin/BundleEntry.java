package io.cooperage.plugin;

import org.osgi.framework.Version;

/**
 * A bundle inside an archive.
 *
 * @param path its entry, as {@code repository/com/example/x/1.0/x-1.0.jar}
 */
record BundleEntry(String path, String symbolicName, Version version) {}
