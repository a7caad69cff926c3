using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using ResourceHygiene.Shared;
using ResourceHygiene.Shared.WorkerCommands;

namespace ResourceHygiene.Generators.WorkerCommands;

/// <summary>Collects the types that calls need metadata of, and all that those are made of.</summary>
internal sealed class JsonTypeParser(IAssemblySymbol within)
{
    private static readonly SymbolDisplayFormat s_name = SymbolDisplayFormat.FullyQualifiedFormat
        .AddMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.ExpandValueTuple);

    private readonly List<ITypeSymbol> _types = [];
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);

    /// <summary>How many were asked for by <see cref="NumberOf"/> so far.</summary>
    public int Count => _types.Count;

    /// <summary>The number of a type.</summary>
    public int NumberOf(ITypeSymbol type)
    {
        string name = NameOf(type);
        if (!_numbers.TryGetValue(name, out int number))
        {
            _numbers.Add(name, number = _types.Count);
            _types.Add(type);
        }

        return number;
    }

    /// <summary>Models of all types that were asked for, in that order, and then of what they are made of.</summary>
    public IEnumerable<JsonTypeModel> ParseAll()
    {
        List<CrossingMember> converted = [];
        // Parts are added while one goes through.
        for (int i = 0; i < _types.Count; i++)
        {
            ITypeSymbol type = _types[i];
            // Asked before, by the validation; a type that cannot cross has no model.
            if (CrossingTypes.ShapeOf(type, within, out _) is not { } shape)
                continue;

            foreach (ITypeSymbol part in shape.Parts)
                NumberOf(part);
            foreach (CrossingMember member in shape.Object?.Members ?? ImmutableArray<CrossingMember>.Empty)
            {
                if (member.ConverterType is null)
                    NumberOf(member.Type);
                else
                    converted.Add(member);
            }

            yield return Parse(shape);
        }

        // The framework wants metadata of a member's type also where the member has a converter of its own.
        foreach (CrossingMember member in converted)
        {
            string name = NameOf(member.Type);
            if (_numbers.ContainsKey(name))
                continue;
            _numbers.Add(name, _numbers.Count);
            yield return new JsonTypeModel(name, CrossingKind.Value, MemberConverter(member.ConverterType, member.Type), Part: "", Collection: null, Object: null);
        }
    }

    /// <summary>A type as <c>typeof</c> takes it: without annotations, and without names of a tuple's elements.</summary>
    private static string NameOf(ITypeSymbol type) => type.ToDisplayString(s_name);

    private static JsonTypeModel Parse(CrossingShape shape)
    {
        string name = NameOf(shape.Type);
        return new JsonTypeModel(
            name,
            shape.Kind,
            Converter: shape.Converter is { } known ? "global::System.Text.Json.Serialization.Metadata.JsonMetadataServices." + known : Converter(shape.ConverterType, shape.Type),
            Part: shape.Kind == CrossingKind.Nullable ? NameOf(shape.Parts[0]) : "",
            Collection: shape.Collection is { } recipe ? Parse(recipe, name, shape.Parts) : null,
            Object: shape.Object is { } members ? Parse(members, shape.Type) : null);
    }

    private static JsonCollectionModel Parse(CollectionRecipe recipe, string name, ImmutableArray<ITypeSymbol> parts)
    {
        string elements = string.Join(", ", parts.Select(NameOf));
        return new JsonCollectionModel(
            $"{recipe.Factory}<{(recipe.NamesCollection ? name + ", " : "")}{elements}>",
            recipe.IsCreated,
            recipe.RangeClass is { } immutable ? $"{immutable}.CreateRange<{elements}>" : "");
    }

    private static JsonObjectModel Parse(CrossingObject crossing, ITypeSymbol type)
    {
        List<JsonMemberModel> members = [];
        int position = 0;
        foreach (CrossingMember member in crossing.Members)
        {
            string parameter = member.Way switch
            {
                CrossingWay.Parameter => crossing.Constructor!.Parameters[position++].Name,
                CrossingWay.Initializer => member.Symbol.Name,
                _ => "",
            };
            members.Add(new JsonMemberModel(
                member.Symbol.Name,
                parameter,
                NameOf(member.Type),
                NameOf(member.Symbol.ContainingType),
                member.Way,
                MemberConverter(member.ConverterType, member.Type),
                member.Symbol is IPropertySymbol,
                member.Symbol.DeclaredAccessibility == Accessibility.Public));
        }

        return new JsonObjectModel(type.IsValueType, members.ToEquatableArray());
    }

    /// <summary>A converter on a member that is nullable may be one of the value, or make one of either; which, only the converter knows.</summary>
    private static string MemberConverter(INamedTypeSymbol? converter, ITypeSymbol type) => converter is null ? ""
        : type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T, TypeArguments: [var value] }
            ? $"global::ResourceHygiene.Workers.WorkerJson.NullableConverter<{NameOf(value)}>(new {NameOf(converter)}(), options)"
            : $"(global::System.Text.Json.Serialization.JsonConverter<{NameOf(type)}>)(object){Converter(converter, type)}";

    private static string Converter(INamedTypeSymbol? converter, ITypeSymbol type)
    {
        if (converter is null)
            return "";
        for (INamedTypeSymbol? current = converter; current is not null; current = current.BaseType)
        {
            if (current.HasFullName("System.Text.Json.Serialization.JsonConverterFactory"))
                return $"new {NameOf(converter)}().CreateConverter(typeof({NameOf(type)}), options)";
        }

        return $"new {NameOf(converter)}()";
    }
}
