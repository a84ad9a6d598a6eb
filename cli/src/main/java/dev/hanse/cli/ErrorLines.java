// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli;

import dev.hanse.cli.output.CommandFailure;
import dev.hanse.cli.output.Console;
import dev.hanse.cli.output.OneLine;
import dev.hanse.cli.remote.CallAdvice;
import io.grpc.StatusRuntimeException;
import java.util.List;
import java.util.function.BooleanSupplier;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns every failure into one line on standard error that ends with the next step; a stack trace only for {@code --debug}. */
final class ErrorLines implements IExecutionExceptionHandler, IParameterExceptionHandler {

    private final Console console;
    private final BooleanSupplier debug;

    ErrorLines(Console console, BooleanSupplier debug) {
        this.console = console;
        this.debug = debug;
    }

    @Override
    public int handleExecutionException(Exception thrown, CommandLine command, ParseResult parsed) {
        print(failure(thrown).line(), thrown);
        return ExitCode.SOFTWARE;
    }

    @Override
    public int handleParseException(ParameterException thrown, String[] args) {
        CommandLine command = thrown.getCommandLine();
        String verb = command.getCommandSpec().qualifiedName();
        String next = suggestion(thrown, verb);
        print(new CommandFailure(what(thrown), next).line(), thrown);
        return ExitCode.USAGE;
    }

    private static CommandFailure failure(Exception thrown) {
        return switch (thrown) {
            case CommandFailure known -> known;
            case StatusRuntimeException refused -> CallAdvice.explain(refused);
            default ->
                new CommandFailure(
                        "unexpected " + thrown.getClass().getSimpleName() + ": " + OneLine.of(thrown),
                        "run it again with --debug and report what it shows",
                        thrown);
        };
    }

    private static String what(ParameterException thrown) {
        boolean group = thrown instanceof MissingParameterException missing
                && missing.getMissing().isEmpty();
        return group ? "a verb is missing" : OneLine.of(thrown);
    }

    private static String suggestion(ParameterException thrown, String verb) {
        List<String> similar =
                thrown instanceof UnmatchedArgumentException unmatched ? unmatched.getSuggestions() : List.of();
        String help = "see '" + verb + " --help'";
        return similar.isEmpty() ? help : "did you mean " + String.join(" or ", similar) + "? " + help;
    }

    private void print(String line, Exception thrown) {
        console.err().println("hanse: " + line);
        if (debug.getAsBoolean()) {
            thrown.printStackTrace(console.err());
        }
        console.err().flush();
    }
}
