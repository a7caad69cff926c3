namespace ResourceHygiene.Generators.TrackedResources;

/// <summary>Prints the pattern of Dispose(bool) and finalizer, for a class that owns native state directly.</summary>
internal static class FinalizerEmitter
{
    public static void Emit(CodeWriter writer, TrackedTypeModel model)
    {
        string modifiers = model.CanBeDerivedFrom ? "protected virtual" : "private";
        bool isUnsafe = model.Released.Any(static member => member.Native is { IsUnsafe: true });
        writer.Line();
        writer.Line(model.CanBeDerivedFrom
            ? "/// <summary>Called once: to release everything, or by the finalizer, or after an asynchronous release, to free native state only. A derived class that owns native state frees it in an override.</summary>"
            : "/// <summary>Called once: to release everything, or by the finalizer, or after an asynchronous release, to free native state only.</summary>");
        writer.Line("/// <param name=\"disposing\">Whether everything is to be released.</param>");
        writer.Attributes();
        using (writer.Block($"{modifiers} {(isUnsafe ? "unsafe " : "")}void Dispose(bool disposing)"))
        {
            var body = new ReleaseBody(writer, model, isAsync: false);
            body.Begin();
            body.MembersOrNative();
            writer.Line();
            body.Throw();
        }

        writer.Line();
        writer.Line("/// <summary>Frees native state if the owner forgot to. The tracker reports the leak all the same.</summary>");
        writer.Attributes();
        using (writer.Block($"~{model.Name}()"))
        {
            using (writer.Block("try"))
                writer.Line("this.Dispose(false);");
            // On the finalizer's thread nobody could catch it.
            using (writer.Block("catch (global::System.Exception exception)"))
                writer.Line($"global::ResourceHygiene.TrackingEntry.Report({SymbolText.Literal(model.Resource!.Type)}, exception);");
        }
    }
}
