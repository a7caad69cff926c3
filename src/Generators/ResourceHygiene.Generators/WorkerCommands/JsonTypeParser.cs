using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using ResourceHygiene.Shared;
using ResourceHygiene.Shared.WorkerCommands;

namespace ResourceHygiene.Generators.WorkerCommands;

/// <summary>Collects the types that calls need metadata of, and all that those are made of.</summary>
internal sealed class JsonTypeParser(IAssemblySymbol within)
{
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
            if (shape.ConverterType is not null)
                AddPartsOfConverted(type);
            foreach (CrossingMember member in shape.Object?.Members ?? ImmutableArray<CrossingMember>.Empty)
            {
                if (member.ConverterType is null)
                {
                    NumberOf(member.Type);
                    continue;
                }

                converted.Add(member);
                AddPartsOfConverted(member.Type);
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

    /// <summary>
    /// A converter of the user's may ask the options for metadata of what its values are made of, as far as that can cross without it; what
    /// else it asks for, only it knows.
    /// </summary>
    private void AddPartsOfConverted(ITypeSymbol type)
    {
        CrossingShape? structure = CrossingTypes.StructureOf(type, within, out _);
        IEnumerable<ITypeSymbol> parts = structure?.Parts ?? ImmutableArray<ITypeSymbol>.Empty;
        if (type is INamedTypeSymbol named && (structure is null || structure.Kind == CrossingKind.Object))
            parts = parts.Concat(CrossingObject.TypesShownBy(named, within));
        foreach (ITypeSymbol part in parts)
        {
            if (CrossingTypes.FindObstacle(part, within, CancellationToken.None) is null)
                NumberOf(part);
        }
    }

    private static string NameOf(ITypeSymbol type) => CrossingTypes.RuntimeName(type);

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
        HashSet<string> written = new(StringComparer.OrdinalIgnoreCase);
        foreach (CrossingMember member in crossing.Members)
        {
            // Parameters are matched without regard to case, and what one might mean has to be one member. Its own come first.
            int position = members.Count;
            string writtenName = written.Add(member.Symbol.Name) ? member.Symbol.Name : $"{member.Symbol.Name}#{position.ToString(CultureInfo.InvariantCulture)}";
            string parameter = member.Way switch
            {
                CrossingWay.Parameter when writtenName == member.Symbol.Name => crossing.Constructor!.Parameters[position].Name,
                CrossingWay.Parameter or CrossingWay.Initializer => writtenName,
                _ => "",
            };
            members.Add(new JsonMemberModel(
                member.Symbol.Name,
                writtenName,
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
        return CrossingConverter.IsFactory(converter)
            ? $"new {NameOf(converter)}().CreateConverter(typeof({NameOf(type)}), options)"
            : $"new {NameOf(converter)}()";
    }
}
