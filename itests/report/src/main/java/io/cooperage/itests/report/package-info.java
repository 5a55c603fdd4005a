/** Counts the test results of a build and looks for what the tests left on the host. */
package io.cooperage.itests.report;
