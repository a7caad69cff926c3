using ResourceHygiene.Shared.TrackedTargets;

namespace ResourceHygiene.Generators.TrackedResources;

/// <summary>Prints what the owner calls: Dispose and DisposeAsync, or what hand-written ones call.</summary>
internal static class DisposeEmitter
{
    private const string Once = "once, however often and from however many threads it is called";
    private const string OnceAndLeased = Once + "; put off while the instance is leased";

    public static void Emit(CodeWriter writer, TrackedTypeModel model)
    {
        if (model.Resource is null)
        {
            if (!model.Base.IsTracked)
                PropertyReleaseEmitter.Emit(writer, model);
            return;
        }

        if (!model.IsStruct && model.HasHandWritten)
            EmitFlag(writer, "private bool __rhDisposing;");
        if (!model.Base.IsTracked)
            EmitDispose(writer, model);
        if (model.IsAsync && !(model.Base.IsTracked && model.Base.TrackedAsync != AsyncNeed.None))
            EmitDisposeAsync(writer, model);
        else if (!model.IsAsync && model.DisposeAsync != DisposeAuthor.Generator && !model.Base.IsTracked)
            EmitSynchronousCounterpart(writer, model);
    }

    /// <summary>A hand-written DisposeAsync has something to call also where nothing needs to be awaited.</summary>
    private static void EmitSynchronousCounterpart(CodeWriter writer, TrackedTypeModel model)
    {
        EmitHead(writer, model.DisposeAsync, OnceAndLeased);
        using (writer.Block($"private {model.Readonly}{ReleaseEmitter.Task} ReleaseTrackedAsync()"))
        {
            writer.Line(model.Dispose == DisposeAuthor.Generator ? EntryCall(model, "Dispose") : "this.ReleaseTracked();");
            writer.Line("return default;");
        }
    }

    public static void EmitHead(CodeWriter writer, DisposeAuthor author, string howOften)
    {
        writer.Line();
        writer.Line(author == DisposeAuthor.Generator
            ? $"/// <summary>Releases what this instance owns, {howOften}.</summary>"
            : $"/// <summary>Releases what this instance owns, {howOften}. To be called by the hand-written Dispose.</summary>");
        writer.Line("/// <exception cref=\"global::System.AggregateException\">Some of it could not be released; the rest was.</exception>");
        writer.Attributes();
    }

    private static void EmitDispose(CodeWriter writer, TrackedTypeModel model)
    {
        if (model.Dispose != DisposeAuthor.Generator)
        {
            EmitHead(writer, model.Dispose, OnceAndLeased);
            EmitHandWritten(writer, model, "void ReleaseTracked()", "Dispose");
            return;
        }

        BaseModel baseModel = model.Base;
        bool comesBack = baseModel.MayComeBack && model.IsAsync;
        bool leavesNative = LeavesNative(model);
        if (comesBack || leavesNative)
            EmitFlag(writer, "private int __rhBaseTurn;");

        EmitHead(writer, DisposeAuthor.Generator, OnceAndLeased);
        string call = SyncCall(model);
        const string Turn = "global::System.Threading.Interlocked.Exchange(ref this.__rhBaseTurn, 0)";
        switch (baseModel.Kind)
        {
            case BaseKind.DisposeBool when leavesNative:
                EmitAfterAsync(writer, $"{baseModel.SyncAccess} override void Dispose(bool disposing)", Turn, call);
                break;
            case BaseKind.DisposeBool:
                EmitOverride(
                    writer,
                    $"{baseModel.SyncAccess} override void Dispose(bool disposing)",
                    comesBack ? $"!disposing || {Turn} != 0" : "!disposing",
                    baseModel.CallsSync ? "base.Dispose(disposing);" : "return;",
                    call);
                break;
            case BaseKind.Dispose when comesBack && baseModel.CallsSync:
                EmitOverride(writer, $"{baseModel.SyncAccess} override void Dispose()", $"{Turn} != 0", "base.Dispose();", call);
                break;
            case BaseKind.Dispose:
                writer.Line($"{baseModel.SyncAccess} override void Dispose() => {call}");
                break;
            default:
                writer.Line($"public {model.Readonly}void Dispose() => {call}");
                break;
        }
    }

    private static void EmitDisposeAsync(CodeWriter writer, TrackedTypeModel model)
    {
        EmitHead(writer, model.DisposeAsync, OnceAndLeased);
        if (model.DisposeAsync != DisposeAuthor.Generator)
        {
            EmitHandWritten(writer, model, $"{ReleaseEmitter.Task} ReleaseTrackedAsync()", "DisposeAsync");
            return;
        }

        BaseModel baseModel = model.Base;
        if (LeavesNative(model))
        {
            using (writer.Block($"{baseModel.AsyncAccess} override {ReleaseEmitter.Task} {baseModel.AsyncMethod}()"))
            {
                writer.Line("global::System.Threading.Volatile.Write(ref this.__rhBaseTurn, 1);");
                writer.Line("return " + EntryCall(model, "DisposeAsync"));
            }

            return;
        }

        writer.Line(baseModel.OverridesAsync
            ? $"{baseModel.AsyncAccess} override {ReleaseEmitter.Task} {baseModel.AsyncMethod}() => {EntryCall(model, "DisposeAsync")}"
            : $"public {model.Readonly}{ReleaseEmitter.Task} DisposeAsync() => {EntryCall(model, "DisposeAsync")}");
    }

    /// <summary>Whether the base comes back with a <c>Dispose(false)</c> that the release makes itself.</summary>
    private static bool LeavesNative(TrackedTypeModel model) =>
        model.Base is { LeavesNative: true, CallsSync: true }
        && model is { IsAsync: true, Dispose: DisposeAuthor.Generator, DisposeAsync: DisposeAuthor.Generator };

    private static void EmitAfterAsync(CodeWriter writer, string method, string isTurn, string own)
    {
        using (writer.Block(method))
        {
            writer.Line("if (disposing)");
            using (writer.Indent())
                writer.Line(own);
            // What the base calls after its DisposeAsyncCore belongs to the release, which may have been put off.
            writer.Line($"else if ({isTurn} == 0)");
            using (writer.Indent())
                writer.Line("base.Dispose(disposing);");
        }
    }

    private static void EmitOverride(CodeWriter writer, string method, string isBases, string bases, string own)
    {
        using (writer.Block(method))
        {
            writer.Line($"if ({isBases})");
            using (writer.Indent())
                writer.Line(bases);
            writer.Line("else");
            using (writer.Indent())
                writer.Line(own);
        }
    }

    /// <summary>Notes that the hand-written method is running, so that the release does not call it.</summary>
    private static void EmitHandWritten(CodeWriter writer, TrackedTypeModel model, string method, string entryMethod)
    {
        if (model.IsStruct)
        {
            writer.Line($"private readonly {method} => {EntryCall(model, entryMethod)}");
            return;
        }

        if (!model.HasHandWritten)
        {
            writer.Line($"private {method} => {EntryCall(model, entryMethod)}");
            return;
        }

        using (writer.Block($"private {method}"))
        {
            writer.Line("this.__rhDisposing = true;");
            writer.Line((entryMethod == "Dispose" ? "" : "return ") + EntryCall(model, entryMethod));
        }
    }

    private static string SyncCall(TrackedTypeModel model) =>
        model.IsAsync && model.DisposeAsync is DisposeAuthor.UserPublic or DisposeAuthor.UserExplicit or DisposeAuthor.UserOverride
            ? "global::ResourceHygiene.TrackingEntry.Wait((global::System.IAsyncDisposable)this);"
            : EntryCall(model, "Dispose");

    private static string EntryCall(TrackedTypeModel model, string method)
    {
        if (model.IsStruct)
            return $"(this.__rhShared ?? new __RhShared(this)).{method}{(IsHandWritten(model, method) ? "Here" : "")}();";

        string reports = model.Resource!.ReportsFailures ? method.Replace("Dispose", "DisposeAndReport") : method;
        return $"this.__rhEntry.{reports}(this);";
    }

    private static bool IsHandWritten(TrackedTypeModel model, string method) =>
        (method == "Dispose" ? model.Dispose : model.DisposeAsync) != DisposeAuthor.Generator;

    public static void EmitFlag(CodeWriter writer, string field)
    {
        writer.Line();
        writer.Line(GeneratedFile.GeneratedCode);
        writer.Line(field);
    }
}
