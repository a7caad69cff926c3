namespace ResourceHygiene.Generators.TrackedResources;

/// <summary>Prints the implementing part of a tracked property.</summary>
internal static class TrackedPropertyEmitter
{
    public static void Emit(CodeWriter writer, TrackedTypeModel model, TrackedPropertyModel property)
    {
        ResourceModel resource = property.Resource;
        if (model.Resource is not null || property != model.Properties.First())
            writer.Line();
        writer.Line(GeneratedFile.GeneratedCode);
        writer.Line($"private readonly global::ResourceHygiene.TrackedProperty<{property.ValueType}> {property.BackingField} = new(");
        using (writer.Indent())
        {
            writer.Line($"{SymbolText.Literal(resource.Type)},");
            writer.Line($"{SymbolText.Literal($"{model.DisplayName}.{property.Name}")},");
            writer.Line($"{TrackedTypeEmitter.Priority(resource.Priority)},");
            writer.Line($"{TrackedTypeEmitter.Seconds(resource.RetentionSeconds)});");
        }

        writer.Line();
        // No documentation: it would take the place of the user's.
        using (writer.Block($"{property.Modifiers} {property.Type} {property.Identifier}"))
        {
            // On the accessors: attributes of the property's parts are merged, and the property itself is the user's.
            writer.Attributes();
            writer.Line($"{property.Getter} => this.{property.BackingField}.Value;");
            writer.Attributes();
            writer.Line($"{property.Setter} => this.{property.BackingField}.Set(value, new global::ResourceHygiene.AcquisitionSite({SymbolText.Literal(property.FileName)}, 0, {SymbolText.Literal(property.Name)}));");
        }

        if (!model.UserMembers.Contains(property.LeaseMethod))
            EmitLease(writer, property);
    }

    private static void EmitLease(CodeWriter writer, TrackedPropertyModel property)
    {
        writer.Line();
        writer.Line($"/// <summary>Reads <c>{property.Name}</c> and keeps the value from being released until the lease is disposed; false if there is none.</summary>");
        writer.Attributes();
        writer.Line($"{property.LeaseAccess} bool {property.LeaseMethod}(");
        using (writer.Indent())
        {
            writer.Line("out global::ResourceHygiene.Lease lease,");
            writer.Line($"[global::System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out {property.ValueType}? value)");
            writer.Line($"=> this.{property.BackingField}.TryLease(out lease, out value);");
        }
    }
}
