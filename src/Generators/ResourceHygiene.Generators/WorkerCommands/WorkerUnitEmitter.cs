using System.Globalization;

namespace ResourceHygiene.Generators.WorkerCommands;

/// <summary>Prints a class's model: its generated part with service and dispatcher, its client, and the metadata of both.</summary>
internal static class WorkerUnitEmitter
{
    public const string Workers = "global::ResourceHygiene.Workers.";
    public const string TaskType = "global::System.Threading.Tasks.ValueTask";
    public const string Token = "global::System.Threading.CancellationToken";

    public static CodeWriter Emit(WorkerUnitModel model)
    {
        CodeWriter writer = GeneratedFile.Begin();
        if (model.Namespace.Length > 0)
        {
            writer.Line($"namespace {model.Namespace};");
            writer.Line();
        }

        var metadata = new CodeWriter();
        JsonEmitter.Emit(metadata, model);

        var scopes = new Stack<CodeWriter.Scope>();
        foreach (string container in model.Containers)
            scopes.Push(writer.Block(container));

        using (writer.Block(model.Declaration))
        {
            EmitService(writer, model, Fingerprint(model, metadata.ToString()));
            writer.Line();
            DispatcherEmitter.Emit(writer, model);
        }

        writer.Line();
        ClientEmitter.Emit(writer, model);

        while (scopes.Count > 0)
            scopes.Pop().Dispose();
        JsonEmitter.Emit(writer, model);
        return writer;
    }

    public static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static void EmitService(CodeWriter writer, WorkerUnitModel model, string fingerprint)
    {
        writer.Line($"/// <summary>What a worker process can do for <see cref=\"{model.ClientName}\"/>; for <c>WorkerHost.TryRun</c> in the first line of Main.</summary>");
        writer.Line(GeneratedFile.GeneratedCode);
        writer.Line($"public static {Workers}WorkerService Worker {{ get; }} = new {Workers}WorkerService");
        writer.Line("{");
        using (writer.Indent())
        {
            writer.Line($"Name = {SymbolText.Literal(model.ServiceName)},");
            writer.Line($"Contract = {SymbolText.Literal(fingerprint)},");
            writer.Line($"Create = static context => new {DispatcherEmitter.Class}(context),");
            writer.Line("Commands = global::System.Collections.Immutable.ImmutableArray.Create(");
            using (writer.Indent())
            {
                int id = 0;
                foreach (WorkerCommandModel command in model.Commands)
                    writer.Line(Info(command, id++) + (id == model.Commands.Length ? ")," : ","));
            }
        }

        writer.Line("};");
    }

    private static string Info(WorkerCommandModel command, int id)
    {
        List<string> settings = [];
        if (command.Timeout.Length > 0)
            settings.Add($"Timeout = {(command.Timeout == "double.PositiveInfinity" ? "global::System.Threading.Timeout.InfiniteTimeSpan" : $"global::System.TimeSpan.FromSeconds({command.Timeout})")}");
        if (command.LatestWins is { } latest)
            settings.Add($"LatestWins = {(latest ? "true" : "false")}");
        string initializer = settings.Count == 0 ? "" : $" {{ {string.Join(", ", settings)} }}";
        return $"new {Workers}WorkerCommandInfo({Number(id)}, {SymbolText.Literal(command.Name)}){initializer}";
    }

    /// <summary>Changes with everything that parent and worker must agree on: commands, what they take and give, and how that is written.</summary>
    private static string Fingerprint(WorkerUnitModel model, string metadata)
    {
        IEnumerable<string> signatures = model.Commands.Select(static command =>
            $"{command.Name}({string.Join(",", command.Sent.Select(static parameter => parameter.Type))}):{command.Returned}");
        string unit = string.Join(",", model.UnitParameters.Where(static parameter => parameter.Crosses).Select(static parameter => parameter.Type));
        return HintNames.Hash($"{unit}\n{string.Join("\n", signatures)}\n{metadata}").ToString("x16", CultureInfo.InvariantCulture);
    }
}
