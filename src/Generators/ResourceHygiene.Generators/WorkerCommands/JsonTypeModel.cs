using ResourceHygiene.Shared.WorkerCommands;

namespace ResourceHygiene.Generators.WorkerCommands;

/// <summary>A type whose JSON metadata is generated.</summary>
/// <param name="Name">The type, qualified, as <c>typeof</c> takes it.</param>
/// <param name="Kind">In which way it is written.</param>
/// <param name="Converter">Of a value, the expression that gives its converter.</param>
/// <param name="Part">Of what is nullable, the value's type.</param>
/// <param name="Collection">Of a collection, how it is made.</param>
/// <param name="Object">Of an object, its members; null where only its derived types are written.</param>
internal sealed record JsonTypeModel(string Name, CrossingKind Kind, string Converter, string Part, JsonCollectionModel? Collection, JsonObjectModel? Object);

/// <summary>How a collection's metadata is made.</summary>
/// <param name="Factory">The method with its type arguments.</param>
/// <param name="IsCreated">Whether an empty one is made with <c>new</c>.</param>
/// <param name="CreateRange">The method that makes an immutable one; empty for others.</param>
internal sealed record JsonCollectionModel(string Factory, bool IsCreated, string CreateRange);

/// <summary>How an object is made and what is written of it.</summary>
internal sealed record JsonObjectModel(bool IsStruct, EquatableArray<JsonMemberModel> Members)
{
    /// <summary>What is known before the object exists, in order: the constructor's parameters, then the initializer's members.</summary>
    public IEnumerable<JsonMemberModel> Arguments => Members.Where(static member => member.Way == CrossingWay.Parameter)
        .Concat(Members.Where(static member => member.Way == CrossingWay.Initializer));
}

/// <summary>A member of an object.</summary>
/// <param name="Name">Its name.</param>
/// <param name="WrittenName">What it is called between the processes: different names for different members, whatever their case.</param>
/// <param name="Parameter">The name of what takes it when the object is made, the same but for its case; empty for what is assigned.</param>
/// <param name="Type">Its type, as <c>typeof</c> takes it.</param>
/// <param name="DeclaringType">The type that declares it.</param>
/// <param name="Way">How it gets its value.</param>
/// <param name="Converter">The expression that gives its own converter; empty for none.</param>
/// <param name="IsProperty">Whether it is a property, not a field.</param>
/// <param name="IsPublic">Whether it is public.</param>
internal sealed record JsonMemberModel(
    string Name, string WrittenName, string Parameter, string Type, string DeclaringType, CrossingWay Way, string Converter, bool IsProperty, bool IsPublic);
