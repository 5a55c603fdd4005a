/** Templates: read-only OS or application images, named by digest, that CTs share. */
@Export
@Version("1.0.0")
package io.cooperage.api.template;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
