using System.Globalization;

namespace ResourceHygiene.Generators.TrackedResources.Sizes;

/// <summary>Prints code that adds up what values of known types occupy.</summary>
internal static class SizeEmitter
{
    private const string Footprint = "global::ResourceHygiene.ResourceFootprint";
    private const string Torch = "global::TorchSharp.";

    /// <summary>The generated method's name.</summary>
    public const string Method = "__rhMeasure";

    /// <summary>The method that measures a tracked type's owned members; nothing where none has a known size.</summary>
    public static void EmitMethod(CodeWriter writer, TrackedTypeModel model)
    {
        if (model.Measured.Length == 0)
            return;

        writer.Line();
        writer.Line("/// <summary>What the owned members occupy, and where, as far as their types tell.</summary>");
        writer.Attributes();
        if (model.CanBeDerivedFrom || model.BaseMeasures)
            writer.Line(GeneratedFile.Hidden);
        string modifiers = model.BaseMeasures ? "protected override" : model.CanBeDerivedFrom ? "protected virtual" : "private";
        using (writer.Block($"{modifiers} {Footprint} {Method}()"))
        {
            writer.Line(model.BaseMeasures ? $"var footprint = base.{Method}();" : $"var footprint = new {Footprint}();");
            int names = 0;
            foreach (MeasuredMemberModel member in model.Measured)
                EmitAdding(writer, $"this.{member.Target}", member.Size, ref names);
            writer.Line("return footprint;");
        }
    }

    /// <summary>A lambda that measures one value, from the opening on, without what follows it.</summary>
    public static void EmitLambda(CodeWriter writer, string valueType, SizeModel size, string end)
    {
        writer.Line($"static ({valueType} value) =>");
        writer.Line("{");
        using (writer.Indent())
        {
            writer.Line($"var footprint = new {Footprint}();");
            int names = 0;
            EmitAdding(writer, "value", size with { MayBeNull = false }, ref names);
            writer.Line("return footprint;");
        }

        writer.Line("}" + end);
    }

    private static void EmitAdding(CodeWriter writer, string value, SizeModel size, ref int names)
    {
        if (size.Source == SizeSource.Itself)
        {
            writer.Line($"footprint.Add((global::ResourceHygiene.ISizedResource?){value});");
            return;
        }

        if (!size.MayBeNull)
        {
            EmitAddingPresent(writer, value, size, ref names);
            return;
        }

        string name = NewName("part", ref names);
        using (writer.Block($"if ({value} is {{ }} {name})"))
            EmitAddingPresent(writer, name, size, ref names);
    }

    private static void EmitAddingPresent(CodeWriter writer, string value, SizeModel size, ref int names)
    {
        string sizeOfElement = $"global::System.Runtime.CompilerServices.Unsafe.SizeOf<{size.ElementType}>()";
        switch (size.Source)
        {
            case SizeSource.ArrayLength:
                writer.Line($"footprint.Add({value}.LongLength * {sizeOfElement});");
                break;
            case SizeSource.ListCapacity:
                writer.Line($"footprint.Add((long){value}.Capacity * {sizeOfElement});");
                break;
            case SizeSource.OwnedMemory:
                writer.Line($"footprint.Add((long)((global::System.Buffers.IMemoryOwner<{size.ElementType}>){value}).Memory.Length * {sizeOfElement});");
                break;
            case SizeSource.Tensor:
                EmitTensor(writer, value);
                break;
            case SizeSource.Module:
                EmitModule(writer, value, ref names);
                break;
            default:
                EmitContent(writer, value, size.Collection!, ref names);
                break;
        }
    }

    private static void EmitTensor(CodeWriter writer, string tensor) => writer.Line(
        $"footprint.Add({tensor}.NumberOfElements * {tensor}.ElementSize, {tensor}.device_type == {Torch}DeviceType.CPU ? default : global::ResourceHygiene.ResourceLocation.Device(global::System.Math.Max(0, {tensor}.device_index)));");

    private static void EmitModule(CodeWriter writer, string module, ref int names)
    {
        string tensor = NewName("tensor", ref names);
        foreach (string list in new[] { "parameters", "buffers" })
        {
            using (writer.Block($"foreach (var {tensor} in {module}.{list}())"))
                EmitTensor(writer, tensor);
        }
    }

    private static void EmitContent(CodeWriter writer, string value, MeasuredCollectionModel collection, ref int names)
    {
        if (collection.IsLazy)
        {
            using (writer.Block($"if ({value}.IsValueCreated)"))
                EmitAdding(writer, value + ".Value", collection.Content, ref names);
            return;
        }

        if (collection.MayBeDefault)
        {
            using (writer.Block($"if (!{value}.IsDefault)"))
                EmitLoop(writer, value, collection, ref names);
        }
        else
        {
            EmitLoop(writer, collection.Through is null ? value : $"({collection.Through}){value}", collection, ref names);
        }
    }

    private static void EmitLoop(CodeWriter writer, string values, MeasuredCollectionModel collection, ref int names)
    {
        string item = NewName("item", ref names);
        using (writer.Block($"foreach (var {item} in {values})"))
            EmitAdding(writer, collection.OfPairs ? item + ".Value" : item, collection.Content, ref names);
    }

    /// <summary>What a condition declares is in scope after it, too: no name is used twice.</summary>
    private static string NewName(string name, ref int names) => name + names++.ToString(CultureInfo.InvariantCulture);
}
