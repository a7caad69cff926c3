using ResourceHygiene.Shared.WorkerCommands;
using static ResourceHygiene.Generators.WorkerCommands.WorkerUnitEmitter;

namespace ResourceHygiene.Generators.WorkerCommands;

/// <summary>
/// Prints the caller's side. Where there are different units, the commands are methods of a unit, which only a switch gives: a command
/// cannot be called without saying on which unit, and its call names that unit.
/// </summary>
internal static class ClientEmitter
{
    private const string UnitClass = "Unit";

    public static void Emit(CodeWriter writer, WorkerUnitModel model)
    {
        string access = model.Access.Length > 0 ? model.Access + " " : "";
        writer.Line($"/// <summary>Runs the commands of <see cref=\"{model.Self}\"/> in a worker process. Every member may be called from any thread.</summary>");
        using (writer.Block($"{access}sealed class {model.ClientName} : global::System.IAsyncDisposable"))
        {
            writer.Line("/// <summary>Makes a client; no process is started yet.</summary>");
            writer.Line("/// <param name=\"options\">How processes are started, watched and replaced.</param>");
            writer.Line("/// <param name=\"placement\">Who gives workers; processes on this machine where it is left out.</param>");
            writer.Attributes();
            writer.Line($"public {model.ClientName}({Workers}WorkerOptions? options = null, {Workers}IWorkerPlacement? placement = null)");
            using (writer.Indent())
                writer.Line($"=> Worker = new {Workers}IsolatedWorker({model.Self}.Worker, options, placement);");
            writer.Line();
            writer.Line("/// <summary>The worker: its state, its events, its figures.</summary>");
            writer.Line(GeneratedFile.GeneratedCode);
            writer.Line($"public {Workers}IsolatedWorker Worker {{ get; }}");
            writer.Line();

            if (model.HasUnits)
                EmitSwitch(writer, model);
            else
                EmitRenewal(writer);

            writer.Line();
            writer.Line("/// <summary>Ends all processes, gently and then by force; calls complete with <c>WorkerFailure.Closed</c>.</summary>");
            writer.Attributes();
            writer.Line($"public {TaskType} DisposeAsync() => Worker.DisposeAsync();");

            if (model.HasUnits)
                EmitUnit(writer, model);
            else
                EmitCommands(writer, model, "this.Worker", unit: "");
        }
    }

    private static void EmitRenewal(CodeWriter writer)
    {
        writer.Line("/// <summary>Goes on with a fresh process and fresh state; everything that the old process holds returns.</summary>");
        writer.Attributes();
        writer.Line($"public {TaskType} RenewAsync({Token} cancellationToken = default) => Worker.SwitchAsync(\"\", cancellationToken);");
    }

    private static void EmitSwitch(CodeWriter writer, WorkerUnitModel model)
    {
        WorkerValueModel[] parameters = [.. model.UnitParameters.Where(static parameter => parameter.Crosses)];
        string token = Free("cancellationToken"), unit = Free("__rhUnit"), output = Free("__rhOutput"), json = Free("__rhJson");

        writer.Line("/// <summary>");
        writer.Line("/// Ends the unit of work before, together with its process, and begins another in a fresh one. Calls on the one before fail from");
        writer.Line("/// now on; no call reaches another unit than its own.");
        writer.Line("/// </summary>");
        writer.Attributes();
        string signature = WorkerValueModel.Declare(parameters);
        using (writer.Block($"{(model.IsUnitPublic ? "public" : "internal")} async {TaskType}<{UnitClass}> SwitchAsync({signature}{Token} {token} = default)"))
        {
            if (model.IsNamedByString)
            {
                writer.Line($"string {unit} = {parameters[0].Name};");
            }
            else
            {
                writer.Line($"var {output} = new global::System.Buffers.ArrayBufferWriter<byte>();");
                writer.Line($"var {json} = {Workers}WorkerJson.Begin({output});");
                foreach (WorkerValueModel parameter in parameters)
                    writer.Line(JsonText.Write(parameter, parameter.Name, json));
                writer.Line($"{Workers}WorkerJson.End({json});");
                writer.Line($"string {unit} = {Workers}WorkerJson.UnitOf({output});");
            }

            writer.Line($"await this.Worker.SwitchAsync({unit}, {token}).ConfigureAwait(false);");
            writer.Line($"return new {UnitClass}(this.Worker, {unit});");
        }

        string Free(string name) => WorkerValueModel.FreeName(name, parameters);
    }

    private static void EmitUnit(CodeWriter writer, WorkerUnitModel model)
    {
        writer.Line();
        writer.Line($"/// <summary>One unit of work of <see cref=\"{model.Self}\"/>, until the client switches to the next.</summary>");
        using (writer.Block($"public sealed class {UnitClass}"))
        {
            writer.Line(GeneratedFile.GeneratedCode);
            writer.Line($"private readonly {Workers}IsolatedWorker __rhWorker;");
            writer.Line();
            writer.Attributes();
            using (writer.Block($"internal {UnitClass}({Workers}IsolatedWorker worker, string name)"))
            {
                writer.Line("__rhWorker = worker;");
                writer.Line("Name = name;");
            }

            writer.Line();
            writer.Line("/// <summary>The unit, as messages name it.</summary>");
            writer.Line(GeneratedFile.GeneratedCode);
            writer.Line("public string Name { get; }");
            EmitCommands(writer, model, "this.__rhWorker", "this.Name");
        }
    }

    private static void EmitCommands(CodeWriter writer, WorkerUnitModel model, string worker, string unit)
    {
        int id = 0;
        foreach (WorkerCommandModel command in model.Commands)
            EmitCommand(writer, model, command, Number(id++), worker, unit);
    }

    private static void EmitCommand(CodeWriter writer, WorkerUnitModel model, WorkerCommandModel command, string id, string worker, string unit)
    {
        string result = command.Returned.Length > 0 ? $"{TaskType}<{command.Returned}>" : TaskType;
        string parameters = WorkerValueModel.Declare(command.Sent);
        string request = command.FreeName("__rhRequest");
        writer.Line();
        writer.Line($"/// <inheritdoc cref=\"{command.DocumentationId}\"/>");
        writer.Attributes();
        using (writer.Block($"{(command.IsPublic ? "public" : "internal")} {result} {command.ClientMethod}({parameters}{Token} {command.TokenName} = default)"))
        {
            writer.Line($"var {request} = {worker}.CreateRequest({model.Self}.Worker.Commands[{id}]);");
            if (unit.Length > 0)
                writer.Line($"{request}.Unit = {unit};");
            if (command.Sent.Any())
                EmitArguments(writer, command, request);
            writer.Line($"return __RhCall{id}({worker}, {request}, {command.TokenName});");
        }

        writer.Line();
        writer.Attributes();
        using (writer.Block($"private static async {result} __RhCall{id}({Workers}IsolatedWorker worker, {Workers}WorkerRequest request, {Token} cancellationToken)"))
        {
            using (writer.Block("using (request)"))
            {
                writer.Line($"using {Workers}WorkerReply reply = await worker.CallAsync(request, cancellationToken).ConfigureAwait(false);");
                if (command.Returned.Length > 0)
                    writer.Line($"return __RhRead{id}(reply);");
            }
        }

        if (command.Returned.Length == 0)
            return;

        writer.Line();
        writer.Attributes();
        using (writer.Block($"private static {command.Returned} __RhRead{id}({Workers}WorkerReply reply)"))
        {
            writer.Line($"var json = {Workers}WorkerJson.Read(reply.Result);");
            if (command.Results.Any(static value => value.IsPayload))
                writer.Line(PayloadText.FirstPayload);
            string[] values = [.. command.Results.Select(static value => value.Role == WorkerRole.Json ? $"{Workers}WorkerJson.Next(ref json, {value.Info})" : PayloadText.ReadResult(value))];
            writer.Line($"return {(command.IsTuple ? $"({string.Join(", ", values)})" : values[0])};");
        }
    }

    private static void EmitArguments(CodeWriter writer, WorkerCommandModel command, string request)
    {
        string json = command.FreeName("__rhJson");
        using (writer.Block("try"))
        {
            writer.Line($"var {json} = {Workers}WorkerJson.Begin({request}.Arguments);");
            foreach (WorkerValueModel parameter in command.Sent)
                writer.Line(parameter.Role == WorkerRole.Json ? JsonText.Write(parameter, parameter.Name, json) : PayloadText.WriteArgument(request, json, parameter));
            writer.Line($"{Workers}WorkerJson.End({json});");
        }

        using (writer.Block("catch"))
        {
            writer.Line($"{request}.Dispose();");
            writer.Line("throw;");
        }
    }
}
