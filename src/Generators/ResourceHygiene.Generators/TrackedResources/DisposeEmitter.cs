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
        if (comesBack)
            EmitFlag(writer, "private int __rhBaseTurn;");

        EmitHead(writer, DisposeAuthor.Generator, OnceAndLeased);
        string call = SyncCall(model);
        const string Turn = "global::System.Threading.Interlocked.Exchange(ref this.__rhBaseTurn, 0) != 0";
        switch (baseModel.Kind)
        {
            case BaseKind.DisposeBool:
                EmitOverride(
                    writer,
                    $"{baseModel.SyncAccess} override void Dispose(bool disposing)",
                    comesBack ? $"!disposing || {Turn}" : "!disposing",
                    baseModel.CallsSync ? "base.Dispose(disposing);" : "return;",
                    call);
                break;
            case BaseKind.Dispose when comesBack && baseModel.CallsSync:
                EmitOverride(writer, $"{baseModel.SyncAccess} override void Dispose()", Turn, "base.Dispose();", call);
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
        writer.Line(baseModel.OverridesAsync
            ? $"{baseModel.AsyncAccess} override {ReleaseEmitter.Task} {baseModel.AsyncMethod}() => {EntryCall(model, "DisposeAsync")}"
            : $"public {model.Readonly}{ReleaseEmitter.Task} DisposeAsync() => {EntryCall(model, "DisposeAsync")}");
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
