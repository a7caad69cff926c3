using ResourceHygiene.Shared.TrackedTargets;

namespace ResourceHygiene.Generators.TrackedResources;

/// <summary>Prints Dispose and the release itself.</summary>
internal static class ReleaseEmitter
{
    private const string AddFailure = "(failures ??= new()).Add(exception);";

    // A derived class takes part unless the user's own Dispose, with whatever pattern, is all there is to call.
    private static bool HasDerivedHook(TrackedTypeModel model) =>
        !model.IsSealed && (model.Resource is not null || model.Dispose == DisposeAuthor.Generator);

    public static void Emit(CodeWriter writer, TrackedTypeModel model)
    {
        if (model.Resource is null)
            EmitReleaseOfProperties(writer, model);
        else
            EmitReleaseOfResource(writer, model);

        if (HasDerivedHook(model))
        {
            writer.Line();
            writer.Line("/// <summary>Override it in a derived class to release what that class adds, and call the base's last. Runs once, before the members of this class; what it throws does not stop them.</summary>");
            writer.Attributes();
            writer.Line("protected virtual void ReleaseDerived()");
            writer.Line("{");
            writer.Line("}");
        }
    }

    /// <summary>Exactly-once is the tracker's work: it claims the entry and calls back.</summary>
    private static void EmitReleaseOfResource(CodeWriter writer, TrackedTypeModel model)
    {
        EmitEntryPointHead(writer, model, "once, however often and from however many threads it is called; put off while the instance is leased");
        writer.Line($"{EntryPoint(model)} => this.__rhEntry.Dispose(this);");

        writer.Line();
        writer.Attributes();
        using (writer.Block("global::ResourceHygiene.ReleaseOutcome global::ResourceHygiene.IReleasable.Release(in global::ResourceHygiene.ReleaseContext context)"))
        {
            writer.Line("global::System.Collections.Generic.List<global::System.Exception>? failures = null;");
            EmitHook(writer, model, "OnReleasing");
            EmitMembers(writer, model);
            EmitHook(writer, model, "OnReleased");
            EmitEnd(writer, model);
            writer.Line("return global::ResourceHygiene.ReleaseOutcome.Released();");
        }
    }

    private static void EmitReleaseOfProperties(CodeWriter writer, TrackedTypeModel model)
    {
        writer.Line();
        writer.Line(GeneratedFile.GeneratedCode);
        writer.Line("private int __rhReleased;");

        EmitEntryPointHead(writer, model, "once, however often and from however many threads it is called");
        using (writer.Block(EntryPoint(model)))
        {
            writer.Line("if (global::System.Threading.Interlocked.Exchange(ref this.__rhReleased, 1) != 0)");
            using (writer.Indent())
                writer.Line("return;");
            writer.Line();
            writer.Line("global::System.Collections.Generic.List<global::System.Exception>? failures = null;");
            EmitMembers(writer, model);
            EmitEnd(writer, model);
        }
    }

    private static void EmitEntryPointHead(CodeWriter writer, TrackedTypeModel model, string howOften)
    {
        writer.Line();
        writer.Line(model.Dispose == DisposeAuthor.Generator
            ? $"/// <summary>Releases what this instance owns, {howOften}.</summary>"
            : $"/// <summary>Releases what this instance owns, {howOften}. To be called by the hand-written Dispose.</summary>");
        writer.Line("/// <exception cref=\"global::System.AggregateException\">Some of it could not be released; the rest was.</exception>");
        writer.Attributes();
    }

    private static string EntryPoint(TrackedTypeModel model) =>
        model.Dispose == DisposeAuthor.Generator ? "public void Dispose()" : "private void ReleaseTracked()";

    // A partial method without a body is no call; its guard would only be noise.
    private static void EmitHook(CodeWriter writer, TrackedTypeModel model, string hook)
    {
        if (model.UserMembers.Contains(hook))
            EmitGuarded(writer, $"this.{hook}(in context);");
    }

    private static void EmitMembers(CodeWriter writer, TrackedTypeModel model)
    {
        if (HasDerivedHook(model))
            EmitGuarded(writer, "this.ReleaseDerived();");
        foreach (ReleasedMemberModel member in model.Released)
            EmitGuarded(writer, ReleaseStatement(member));
    }

    private static string ReleaseStatement(ReleasedMemberModel member)
    {
        string access = member.Release.MayBeNull ? "?." : ".";
        return member.Release.Route == ReleaseRoute.DisposableInterface
            ? $"((global::System.IDisposable{(member.Release.MayBeNull ? "?" : "")})this.{member.Target}){access}Dispose();"
            : $"this.{member.Target}{access}{SymbolText.Identifier(member.Release.Method)}();";
    }

    private static void EmitGuarded(CodeWriter writer, string statement)
    {
        writer.Line();
        using (writer.Block("try"))
            writer.Line(statement);
        using (writer.Block("catch (global::System.Exception exception)"))
            writer.Line(AddFailure);
    }

    private static void EmitEnd(CodeWriter writer, TrackedTypeModel model)
    {
        writer.Line();
        if (model.SuppressesFinalizer)
            writer.Line("global::System.GC.SuppressFinalize(this);");
        writer.Line("if (failures is not null)");
        using (writer.Indent())
            writer.Line($"throw new global::System.AggregateException({SymbolText.Literal($"Some of what '{model.DisplayName}' owns could not be released.")}, failures);");
    }
}
