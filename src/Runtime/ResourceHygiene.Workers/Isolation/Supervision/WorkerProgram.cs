using ResourceHygiene.Workers.Processes;

namespace ResourceHygiene.Workers;

/// <summary>How a worker process is started: this program once more, or the one of the options.</summary>
internal static class WorkerProgram
{
    /// <exception cref="ChildStartException">The system did not start it.</exception>
    [return: Owned]
    public static ChildProcess Start(WorkerService service, WorkerOptions options)
    {
        var (program, arguments) = options.Program is { } other ? (ProgramLookup.Resolve(other, options.Environment), options.Arguments) : ThisProgram(options.Arguments);
        ThrowIfNowhere(program, options);
        try
        {
            return ChildProcess.Start(StartOf(service, options, program, arguments));
        }
        catch (ChildStartException refused)
        {
            // It may have gone since it was looked at.
            ThrowIfNowhere(program, options);
            throw new ChildStartException(program, refused.Error, StartRefusal.Explain(program, refused), refused);
        }
    }

    private static void ThrowIfNowhere(string program, WorkerOptions options)
    {
        if (options.WorkingDirectory is { } directory && ProgramLookup.ObjectionTo(directory) is { } objection)
            throw new ChildStartException(program, ChildStartException.NotThere, $"its working directory '{directory}' {objection}");
    }

    private static ChildStart StartOf(WorkerService service, WorkerOptions options, string program, IReadOnlyList<string> arguments) =>
        new()
        {
            Program = program,
            Arguments = arguments,
            WorkingDirectory = options.WorkingDirectory,
            Environment = options.Environment.SetItem(WorkerEnvironment.Variable, service.Name),
            Input = ChildStream.Pipe,
            Output = ChildStream.Pipe,
            Error = ChildStream.Pipe,
            DescendantGrace = TimeSpan.Zero,
            InheritsDescriptors = false,
            Time = options.TimeProvider,
        };

    private static (string Program, IReadOnlyList<string> Arguments) ThisProgram(IReadOnlyList<string> arguments)
    {
        var host = Environment.ProcessPath ?? throw new ChildStartException("this program", ChildStartException.NotThere, "the system does not say which file it is");

        // Started as "dotnet program.dll", the file is dotnet's, and the program is its first argument.
        var program = Environment.GetCommandLineArgs()[0];
        return Path.GetFileNameWithoutExtension(host) == "dotnet" && program.EndsWith(".dll", StringComparison.OrdinalIgnoreCase)
            ? (host, [ProgramLookup.FullPathOf(program), .. arguments])
            : (host, arguments);
    }
}
