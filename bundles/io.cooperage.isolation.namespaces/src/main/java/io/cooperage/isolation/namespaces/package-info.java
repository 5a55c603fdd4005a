/** Launches containers in namespaces of their own. */
package io.cooperage.isolation.namespaces;
