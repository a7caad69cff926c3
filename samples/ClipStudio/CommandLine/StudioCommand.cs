using System.CommandLine;
using System.CommandLine.Parsing;
using ClipStudio.Memory;
using ClipStudio.Pipeline;
using ResourceHygiene;
using ResourceHygiene.Cuda;
using ResourceHygiene.Workers;

namespace ClipStudio.CommandLine;

/// <summary>The options, their checks, and what is said about them in --help.</summary>
internal static class StudioCommand
{
    public const int UsageError = 2;

    private static readonly Option<string?> Input = new("--input", "-i")
    {
        Description = "A WAV file (16 kHz, 16-bit PCM) with its subtitles (.srt) beside it, or a directory of them. Default: the bundled recording",
        HelpName = "DIR|WAV",
    };

    private static readonly Option<string?> Output = new("--output", "-o")
    {
        Description = "Where the clips go; created if need be. Default: clips, in the current directory",
        HelpName = "DIR",
    };

    private static readonly Option<long?> Budget = new("--budget", "-b")
    {
        Description = "Memory the pipeline may hold: 24MB (powers of 1000), 24MiB (powers of 1024), or a number of bytes. Default: 24MB",
        HelpName = "SIZE",
        CustomParser = ParseSize,
    };

    private static readonly Option<string?> Model = new("--model", "-m")
    {
        Description = "The highlight model, a safetensors file. Default: the bundled one",
        HelpName = "FILE",
    };

    private static readonly Option<int?> Clips = new("--clips", "-n")
    {
        Description = "How many clips to make of each recording, at most. Default: 4",
        HelpName = "COUNT",
        CustomParser = ParseCount,
    };

    private static readonly Option<long?> Machine = new("--machine")
    {
        Description = "Pretend that the machine has so much memory, and let things go as it runs short. Default: not watched",
        HelpName = "SIZE",
        CustomParser = ParseSize,
    };

    private static readonly Option<string> Policy = new Option<string>("--policy")
    {
        Description = "What goes first: what the decision tree says, or the lowest weighted score",
        DefaultValueFactory = _ => ReleaseAlgorithms.DecisionTree,
    }.AcceptOnlyFromAmong(ReleaseAlgorithms.DecisionTree, ReleaseAlgorithms.WeightedScore);

    private static readonly Option<string> Device = new Option<string>("--device")
    {
        Description = "Where the model lies: in a GPU's memory if there is one and it has room, or in any case in the host's",
        DefaultValueFactory = _ => "auto",
    }.AcceptOnlyFromAmong("auto", "host");

    private static readonly Option<string> Workers = new Option<string>("--workers")
    {
        Description = "Where frames are painted: in a worker process if one can be started, in one or not at all, or in this process",
        DefaultValueFactory = _ => "auto",
    }.AcceptOnlyFromAmong("auto", "always", "never");

    private static readonly Option<string?> LeakReport = new("--leak-report")
    {
        Description = "Write what leaked to this file, as SARIF: editors and code scanning show it at its source line",
        HelpName = "FILE",
    };

    private static readonly Option<bool> WorkSlowly = new("--work-slowly")
    {
        Description = "Wait a second after each clip, so that there is time to press Ctrl+C or to kill it",
    };

    public static int Run(string[] args, Func<StudioOptions, int> run)
    {
        var command = new RootCommand("Cuts the best moments out of recordings, within a memory budget. Without arguments: out of the bundled one.")
        {
            Input, Output, Budget, Model, Clips, Machine, Policy, Device, Workers, LeakReport, WorkSlowly,
        };
        foreach (Option<string?> path in (Option<string?>[])[Input, Output, Model, LeakReport])
            path.Validators.Add(RejectEmpty);
        command.SetAction(parsed => run(new(
            parsed.GetValue(Input) ?? StudioOptions.BundledData,
            parsed.GetValue(Model) ?? StudioOptions.BundledModel,
            Path.GetFullPath(parsed.GetValue(Output) ?? "clips"),
            parsed.GetValue(Budget) ?? StudioOptions.DefaultBudgetBytes,
            parsed.GetValue(Clips) ?? StudioOptions.DefaultClips)
        {
            MachineBytes = parsed.GetValue(Machine),
            Policy = parsed.GetValue(Policy) ?? ReleaseAlgorithms.DecisionTree,
            ModelMemory = parsed.GetValue(Device) == "host" ? HostMemory.Shared : CudaDriver.Shared.PreferredMemory,
            Workers = Enum.Parse<WorkerMode>(parsed.GetValue(Workers) ?? "auto", ignoreCase: true),
            LeakReport = parsed.GetValue(LeakReport),
            WorkSlowly = parsed.GetValue(WorkSlowly),
        }));

        ParseResult result = command.Parse(args);
        if (result.Errors.Count == 0)
            return result.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
        Console.Error.WriteLine($"clipstudio: error: {OneLine(result.Errors[0].Message).TrimEnd('.')}. See clipstudio --help.");
        return UsageError;
    }

    private static string OneLine(string message) => message.ReplaceLineEndings(" ").Replace("\t", "", StringComparison.Ordinal);

    private static void RejectEmpty(OptionResult option)
    {
        if (option.Tokens is [{ Value: var path }] && string.IsNullOrWhiteSpace(path))
            option.AddError($"{option.Option.Name} is empty; name a file or directory after it");
    }

    private static long? ParseSize(ArgumentResult argument)
    {
        string text = argument.Tokens[^1].Value;
        if (!ByteSize.TryParse(text, out long bytes))
            argument.AddError($"{(argument.Parent as OptionResult)?.Option.Name} '{text}' is not a size; write it like 512KB, 24MB or 1GB");
        return bytes;
    }

    private static int? ParseCount(ArgumentResult argument)
    {
        string text = argument.Tokens[^1].Value;
        if (!int.TryParse(text, out int count) || count is < 1 or > 999)
            argument.AddError($"--clips '{text}' is not a number from 1 to 999");
        return count;
    }
}
