package io.tesela.demo;

import io.tesela.cli.CommandProvider;

/** Adds the verb {@code demo} to the command line. */
public final class DemoCommandProvider implements CommandProvider {
    @Override
    public Object command() {
        return new DemoCommand();
    }
}
