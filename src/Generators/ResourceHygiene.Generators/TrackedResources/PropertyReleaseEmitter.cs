using ResourceHygiene.Shared.TrackedTargets;

namespace ResourceHygiene.Generators.TrackedResources;

/// <summary>Prints the Dispose of a type that is not tracked itself but has properties that are.</summary>
internal static class PropertyReleaseEmitter
{
    private const string First = "global::System.Threading.Interlocked.Exchange(ref this.__rhReleased, 1) != 0";

    public static void Emit(CodeWriter writer, TrackedTypeModel model)
    {
        if (model.Base.Kind == BaseKind.TrackedProperties)
        {
            EmitDerived(writer, model);
            return;
        }

        DisposeEmitter.EmitFlag(writer, "private int __rhReleased;");
        DisposeEmitter.EmitHead(writer, model.Dispose, "once, however often and from however many threads it is called");
        bool takesDisposing = model.Dispose == DisposeAuthor.Generator && model.Base.Kind == BaseKind.DisposeBool;
        using (writer.Block(Method(model)))
        {
            writer.Line(takesDisposing ? $"if (!disposing || {First})" : $"if ({First})");
            if (takesDisposing && model.Base.CallsSync)
            {
                using (writer.Block())
                {
                    writer.Line("base.Dispose(disposing);");
                    writer.Line("return;");
                }
            }
            else
            {
                using (writer.Indent())
                    writer.Line("return;");
            }

            writer.Line();
            EmitBody(writer, model);
        }
    }

    /// <summary>The base runs it once, before its own members.</summary>
    private static void EmitDerived(CodeWriter writer, TrackedTypeModel model)
    {
        writer.Line();
        writer.Line("/// <summary>Releases what this class adds to its base; the base's Dispose calls it once.</summary>");
        writer.Attributes();
        using (writer.Block("protected override void ReleaseDerived()"))
            EmitBody(writer, model);
    }

    private static void EmitBody(CodeWriter writer, TrackedTypeModel model)
    {
        var body = new ReleaseBody(writer, model, isAsync: false);
        body.Begin();
        body.DisposeBool();
        body.Derived();
        body.Members();
        body.Base();
        body.End();
    }

    private static string Method(TrackedTypeModel model) => (model.Dispose, model.Base.Kind) switch
    {
        (not DisposeAuthor.Generator, _) => "private void ReleaseTracked()",
        (_, BaseKind.DisposeBool) => $"{model.Base.SyncAccess} override void Dispose(bool disposing)",
        (_, BaseKind.Dispose) => $"{model.Base.SyncAccess} override void Dispose()",
        _ => "public void Dispose()",
    };
}
