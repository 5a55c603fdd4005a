/** Stores: records of CTs and journals of jobs, durable against a death at any instant. */
@Export
@Version("1.0.0")
package io.cooperage.spi.store;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
