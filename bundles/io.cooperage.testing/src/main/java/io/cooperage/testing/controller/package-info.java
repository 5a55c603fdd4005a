/** The contract of a resource controller as tests, and a cell to test one with. */
@Export
@Version("1.0.0")
package io.cooperage.testing.controller;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
