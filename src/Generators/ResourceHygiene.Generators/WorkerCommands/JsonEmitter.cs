using System.Globalization;
using ResourceHygiene.Shared.WorkerCommands;

namespace ResourceHygiene.Generators.WorkerCommands;

/// <summary>Prints the JSON metadata that a class's calls need: no reflection, and nothing for a trimmer to lose.</summary>
internal static class JsonEmitter
{
    /// <summary>The class that holds the metadata; local to the file.</summary>
    public const string Class = "__RhJson";

    private const string Resolver = "__RhJsonResolver";
    private const string Metadata = "global::System.Text.Json.Serialization.Metadata.";
    private const string Services = Metadata + "JsonMetadataServices.";
    // A type's own setting wins over that of the options, and is strict where it is not given.
    private const string NumberHandling = "NumberHandling = global::System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals";
    private const string Options = "global::System.Text.Json.JsonSerializerOptions";

    public static void Emit(CodeWriter writer, WorkerUnitModel model)
    {
        if (model.JsonTypes.Length == 0)
            return;

        writer.Line();
        using (writer.Block($"file static class {Class}"))
        {
            writer.Line($"private static readonly {Options} s_options = global::ResourceHygiene.Workers.WorkerJson.CreateOptions(new {Resolver}());");
            int number = 0;
            foreach (JsonTypeModel type in model.JsonTypes.Take(model.RootCount))
            {
                string info = $"{Metadata}JsonTypeInfo<{type.Name}>";
                string name = "T" + number++.ToString(CultureInfo.InvariantCulture);
                writer.Line();
                writer.Line($"private static {info}? s_{name};");
                writer.Line($"public static {info} {name} => s_{name} ??= ({info})s_options.GetTypeInfo(typeof({type.Name}));");
            }
        }

        writer.Line();
        using (writer.Block($"file sealed class {Resolver} : {Metadata}IJsonTypeInfoResolver"))
        {
            writer.Attributes();
            using (writer.Block($"public {Metadata}JsonTypeInfo? GetTypeInfo(global::System.Type type, {Options} options)"))
            {
                int number = 0;
                foreach (JsonTypeModel type in model.JsonTypes)
                    writer.Line($"if (type == typeof({type.Name})) return Create{number++.ToString(CultureInfo.InvariantCulture)}(options);");
                writer.Line("return null;");
            }

            int index = 0;
            foreach (JsonTypeModel type in model.JsonTypes)
            {
                writer.Line();
                writer.Attributes();
                writer.Line($"private static {Metadata}JsonTypeInfo<{type.Name}> Create{index++.ToString(CultureInfo.InvariantCulture)}({Options} options)");
                EmitCreation(writer, type);
            }
        }
    }

    private static void EmitCreation(CodeWriter writer, JsonTypeModel type)
    {
        using CodeWriter.Scope indent = writer.Indent();
        switch (type.Kind)
        {
            case CrossingKind.Value:
                writer.Line($"=> {Services}CreateValueInfo<{type.Name}>(options, {type.Converter});");
                break;
            case CrossingKind.Enum:
                writer.Line($"=> {Services}CreateValueInfo<{type.Name}>(options, {Services}GetEnumConverter<{type.Name}>(options));");
                break;
            case CrossingKind.Nullable:
                writer.Line($"=> {Services}CreateValueInfo<{type.Name}>(options, {Services}GetNullableConverter<{type.Part}>(options));");
                break;
            case CrossingKind.Collection:
                EmitCollection(writer, type.Name, type.Collection!);
                break;
            default:
                EmitObject(writer, type);
                break;
        }
    }

    private static void EmitCollection(CodeWriter writer, string name, JsonCollectionModel collection)
    {
        string creator = $" {NumberHandling}{(collection.IsCreated ? $", ObjectCreator = static () => new {name}()" : "")} ";
        string range = collection.CreateRange.Length > 0 ? ", " + collection.CreateRange : "";
        writer.Line($"=> {Services}{collection.Factory}(options, new {Metadata}JsonCollectionInfoValues<{name}> {{{creator}}}{range});");
    }

    private static void EmitObject(CodeWriter writer, JsonTypeModel type)
    {
        JsonMemberModel[] arguments = [.. type.Object?.Arguments ?? []];
        writer.Line($"=> {Services}CreateObjectInfo<{type.Name}>(options, new {Metadata}JsonObjectInfoValues<{type.Name}>");
        writer.Line("{");
        using (writer.Indent())
        {
            writer.Line(NumberHandling + ",");
            if (type.Object is { } members)
            {
                if (arguments.Length == 0)
                    writer.Line($"ObjectCreator = static () => new {type.Name}(),");
                else
                    EmitConstructor(writer, type.Name, arguments);

                writer.Line($"PropertyMetadataInitializer = _ => new {Metadata}JsonPropertyInfo[]");
                writer.Line("{");
                using (writer.Indent())
                {
                    foreach (JsonMemberModel member in members.Members)
                        EmitMember(writer, type.Name, members.IsStruct, member);
                }

                writer.Line("},");
            }
            else
            {
                writer.Line($"PropertyMetadataInitializer = static _ => global::System.Array.Empty<{Metadata}JsonPropertyInfo>(),");
            }
        }

        writer.Line("});");
    }

    private static void EmitConstructor(CodeWriter writer, string type, JsonMemberModel[] arguments)
    {
        string[] values = [.. arguments.Select(static (argument, i) => $"({argument.Type})arguments[{i.ToString(CultureInfo.InvariantCulture)}]!")];
        int constructor = arguments.Count(static argument => argument.Way == CrossingWay.Parameter);
        string initializer = constructor == arguments.Length
            ? ""
            : $" {{ {string.Join(", ", arguments.Zip(values, static (argument, value) => $"{SymbolText.Identifier(argument.Name)} = {value}").Skip(constructor))} }}";
        writer.Line($"ObjectWithParameterizedConstructorCreator = static arguments => new {type}({string.Join(", ", values.Take(constructor))}){initializer},");
        writer.Line($"ConstructorParameterMetadataInitializer = static () => new {Metadata}JsonParameterInfoValues[]");
        writer.Line("{");
        using (writer.Indent())
        {
            for (int i = 0; i < arguments.Length; i++)
                writer.Line($"new() {{ Name = {SymbolText.Literal(arguments[i].Parameter)}, ParameterType = typeof({arguments[i].Type}), Position = {i.ToString(CultureInfo.InvariantCulture)}, DefaultValue = default({arguments[i].Type}) }},");
        }

        writer.Line("},");
    }

    private static void EmitMember(CodeWriter writer, string type, bool isStruct, JsonMemberModel member)
    {
        string name = SymbolText.Identifier(member.Name);
        string target = isStruct ? $"global::System.Runtime.CompilerServices.Unsafe.Unbox<{type}>(target)" : $"(({member.DeclaringType})target)";
        writer.Line($"{Services}CreatePropertyInfo<{member.Type}>(options, new {Metadata}JsonPropertyInfoValues<{member.Type}>");
        writer.Line("{");
        using (writer.Indent())
        {
            writer.Line($"PropertyName = {SymbolText.Literal(member.WrittenName)},");
            writer.Line($"DeclaringType = typeof({member.DeclaringType}),");
            writer.Line($"IsProperty = {(member.IsProperty ? "true" : "false")},");
            // Whatever crosses can be reached by what is generated, which is all that is meant.
            writer.Line("IsPublic = true,");
            if (!member.IsProperty || !member.IsPublic)
                writer.Line("HasJsonInclude = true,");
            if (member.Converter.Length > 0)
                writer.Line($"Converter = {member.Converter},");
            writer.Line($"Getter = static target => {target}.{name},");
            if (member.Way == CrossingWay.Assignment)
                writer.Line($"Setter = static (target, value) => {target}.{name} = value!,");
        }

        writer.Line("}),");
    }
}
