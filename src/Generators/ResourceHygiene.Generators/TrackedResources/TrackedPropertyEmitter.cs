using ResourceHygiene.Generators.TrackedResources.Sizes;
using ResourceHygiene.Shared.TrackedTargets;

namespace ResourceHygiene.Generators.TrackedResources;

/// <summary>Prints the implementing part of a tracked property.</summary>
internal static class TrackedPropertyEmitter
{
    public static void Emit(CodeWriter writer, TrackedTypeModel model, TrackedPropertyModel property)
    {
        ResourceModel resource = property.Resource;
        if (model.Resource is not null || property != model.Properties.First())
            writer.Line();
        string end = ")" + Settings(model, resource) + ";";
        writer.Line(GeneratedFile.GeneratedCode);
        writer.Line($"private readonly {property.BackingType} {property.BackingField} = new(");
        using (writer.Indent())
        {
            writer.Line($"{SymbolText.Literal(resource.Type)},");
            writer.Line($"{SymbolText.Literal($"{model.DisplayName}.{property.Name}")},");
            writer.Line($"{TrackedTypeEmitter.Priority(resource.Priority)},");
            writer.Line($"{TrackedTypeEmitter.Seconds(resource.RetentionSeconds)}{(property.Size is null ? end : ",")}");
            if (property.Size is { } size)
                SizeEmitter.EmitLambda(writer, property.ValueType, size, end);
        }

        writer.Line();
        // No documentation: it would take the place of the user's.
        using (writer.Block($"{property.Modifiers} {property.Type} {property.Identifier}"))
        {
            // On the accessors: attributes of the property's parts are merged, and the property itself is the user's.
            writer.Attributes();
            writer.Line($"{property.Getter} => this.{property.BackingField}.Value;");
            if (property.Setter is not null)
                EmitSetter(writer, property);
        }

        if (!model.UserMembers.Contains(property.TryLeaseMethod))
            EmitTryLease(writer, property);
        if (property.Loader is { } loader && !model.UserMembers.Contains(property.LeaseMethod))
            EmitLease(writer, property, loader);
    }

    private static string Settings(TrackedTypeModel model, ResourceModel resource) => (model.IsTracking, resource.ReportsFailures) switch
    {
        (true, false) => "",
        (true, true) => " { ReportsFailures = true }",
        (false, false) => " { IsTracked = false }",
        (false, true) => " { IsTracked = false, ReportsFailures = true }",
    };

    private static void EmitSetter(CodeWriter writer, TrackedPropertyModel property)
    {
        writer.Attributes();
        writer.Line($"{property.Setter} => this.{property.BackingField}.Set(value, new global::ResourceHygiene.AcquisitionSite({SymbolText.Literal(property.FileName)}, 0, {SymbolText.Literal(property.Name)}));");
    }

    private static void EmitTryLease(CodeWriter writer, TrackedPropertyModel property)
    {
        writer.Line();
        writer.Line($"/// <summary>Reads <c>{property.Name}</c> and keeps the value from being released until the lease is disposed; false if there is none.</summary>");
        writer.Attributes();
        writer.Line($"{property.LeaseAccess} bool {property.TryLeaseMethod}(");
        using (writer.Indent())
        {
            writer.Line("out global::ResourceHygiene.Lease lease,");
            writer.Line($"[global::System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out {property.ValueType}? value)");
            writer.Line($"=> this.{property.BackingField}.TryLease(out lease, out value);");
        }
    }

    private static void EmitLease(CodeWriter writer, TrackedPropertyModel property, LoaderModel loader)
    {
        bool isAsync = loader.Kind != LoadKind.Sync;
        string leased = $"global::ResourceHygiene.Leased<{property.ValueType}>";
        writer.Line();
        writer.Lines($"""
            /// <summary>Gives <c>{property.Name}</c>, loaded first where it is not there, and keeps it from being released until the lease is disposed.</summary>
            /// <param name="cancellationToken">Ends the waiting. The load itself is cancelled when nobody waits for it any more.</param>
            /// <param name="file">Filled in by the compiler.</param>
            /// <param name="line">Filled in by the compiler.</param>
            /// <param name="member">Filled in by the compiler.</param>
            /// <exception cref="global::System.ObjectDisposedException">This instance was disposed.</exception>
            """);
        writer.Line("[return: global::ResourceHygiene.Owned]");
        writer.Attributes();
        writer.Line($"{property.LeaseAccess} {(isAsync ? $"global::System.Threading.Tasks.ValueTask<{leased}>" : leased)} {property.LeaseMethod}(");
        using (writer.Indent())
        {
            writer.Lines("""
                global::System.Threading.CancellationToken cancellationToken = default,
                [global::System.Runtime.CompilerServices.CallerFilePath] string file = "",
                [global::System.Runtime.CompilerServices.CallerLineNumber] int line = 0,
                [global::System.Runtime.CompilerServices.CallerMemberName] string member = "")
                """);
            writer.Line($"=> this.{property.BackingField}.{(isAsync ? "LeaseAsync" : "Lease")}(");
            using (writer.Indent())
            {
                writer.Line("this,");
                writer.Line(LoadLambda(loader));
                writer.Line("new global::ResourceHygiene.AcquisitionSite(file, line, member),");
                writer.Line("cancellationToken);");
            }
        }
    }

    private static string LoadLambda(LoaderModel loader)
    {
        // A static loader is called by its bare name, which a parameter of that name would hide.
        bool isHidden = loader is { IsStatic: true, Method: "owner" or "token" };
        string owner = isHidden ? "__rhOwner" : "owner";
        string token = isHidden ? "__rhToken" : "token";
        string call = $"{(loader.IsStatic ? "" : owner + ".")}{loader.Method}({(loader.TakesToken ? token : "")})";
        return $"static ({owner}, {token}) => {(loader.Kind == LoadKind.Task ? $"new({call})" : call)},";
    }
}
