/** Catalog of parameters, jobs, life cycle, admission, drift. */
package io.cooperage.core;
