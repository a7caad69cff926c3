using ResourceHygiene.Shared.WorkerCommands;

namespace ResourceHygiene.Generators.WorkerCommands;

/// <summary>What is to be generated for one class with worker commands, as values only.</summary>
/// <param name="HintName">The generated file's name.</param>
/// <param name="Namespace">Empty for the global namespace.</param>
/// <param name="Containers">First lines of the containing types, outermost first.</param>
/// <param name="Declaration">First line of the class's generated part.</param>
/// <param name="Self">The class, qualified.</param>
/// <param name="ServiceName">The class's full name, by which parent and worker agree on it.</param>
/// <param name="DisplayName">Its name for people.</param>
/// <param name="ClientName">The client's name.</param>
/// <param name="Access">The client's accessibility.</param>
/// <param name="UnitParameters">The constructor's parameters.</param>
/// <param name="IsUnitPublic">Whether everybody may name the types of those.</param>
/// <param name="Commands">The commands, by their number.</param>
/// <param name="JsonTypes">Types whose metadata is generated; those that calls use come first, and have the numbers that commands use.</param>
/// <param name="RootCount">How many calls use.</param>
internal sealed record WorkerUnitModel(
    string HintName,
    string Namespace,
    EquatableArray<string> Containers,
    string Declaration,
    string Self,
    string ServiceName,
    string DisplayName,
    string ClientName,
    string Access,
    EquatableArray<WorkerValueModel> UnitParameters,
    bool IsUnitPublic,
    EquatableArray<WorkerCommandModel> Commands,
    EquatableArray<JsonTypeModel> JsonTypes,
    int RootCount)
{
    /// <summary>Whether there are different units, or only fresh ones.</summary>
    public bool HasUnits => UnitParameters.Any(static parameter => parameter.Crosses);

    /// <summary>Whether a unit is named by its one string, which then reads well in messages.</summary>
    public bool IsNamedByString => UnitParameters.Count(static parameter => parameter.Crosses) == 1
        && UnitParameters.Single(static parameter => parameter.Crosses).Type is "string";
}

/// <summary>One command.</summary>
/// <param name="Name">What it is called between the processes.</param>
/// <param name="Method">The method's name as an identifier.</param>
/// <param name="ClientMethod">That of the client's method.</param>
/// <param name="DocumentationId">The method's, which the client's documentation is taken from.</param>
/// <param name="IsPublic">Whether everybody may call the client's method.</param>
/// <param name="IsStatic">Whether the method needs no unit.</param>
/// <param name="Rehearses">Whether a standby runs it.</param>
/// <param name="Timeout">Seconds as a literal, or empty.</param>
/// <param name="LatestWins">What the attribute says; null where it says nothing.</param>
/// <param name="Parameters">Its parameters.</param>
/// <param name="Pending">The type of the task that it returns; empty for a synchronous one.</param>
/// <param name="Returned">What the caller gets; empty for nothing.</param>
/// <param name="IsTuple">Whether that is a tuple, whose elements are sent one by one.</param>
/// <param name="Results">What is sent back.</param>
internal sealed record WorkerCommandModel(
    string Name,
    string Method,
    string ClientMethod,
    string DocumentationId,
    bool IsPublic,
    bool IsStatic,
    bool Rehearses,
    string Timeout,
    bool? LatestWins,
    EquatableArray<WorkerValueModel> Parameters,
    string Pending,
    string Returned,
    bool IsTuple,
    EquatableArray<WorkerValueModel> Results)
{
    public bool IsAsync => Pending.Length > 0;

    /// <summary>The parameters that are the client's, too.</summary>
    public IEnumerable<WorkerValueModel> Sent => Parameters.Where(static parameter => parameter.Crosses);

    /// <summary>What the client calls the token: as the method does, or as nobody else does.</summary>
    public string TokenName => Parameters.FirstOrDefault(static parameter => parameter.Role == WorkerRole.Token)?.Name ?? FreeName("cancellationToken");

    /// <summary>A name for something of the client's own in the method.</summary>
    public string FreeName(string name) => WorkerValueModel.FreeName(name, Parameters);
}

/// <summary>A parameter, or a result.</summary>
/// <param name="Name">The parameter's name as an identifier; empty for a result.</param>
/// <param name="Type">Its type, qualified, with annotations.</param>
/// <param name="Role">How it crosses.</param>
/// <param name="Element">Of a payload, its elements' type.</param>
/// <param name="Default">The default value as an expression; empty for none.</param>
/// <param name="Info">Of JSON, the expression that gives its metadata.</param>
internal sealed record WorkerValueModel(string Name, string Type, WorkerRole Role, string Element, string Default, string Info)
{
    public bool Crosses => Role is not (WorkerRole.Token or WorkerRole.Context);

    public bool IsPayload => Crosses && Role != WorkerRole.Json;

    /// <summary>
    /// Parameters of a client's method, each with a comma behind it. A default value stays only where one follows in all that come after:
    /// what comes after may have been a <c>params</c> array, which here is an array like any other.
    /// </summary>
    public static string Declare(IEnumerable<WorkerValueModel> parameters)
    {
        string declared = "";
        bool mayBeLeftOut = true;
        foreach (WorkerValueModel parameter in parameters.Reverse())
        {
            mayBeLeftOut &= parameter.Default.Length > 0;
            declared = $"{parameter.Type} {parameter.Name}{(mayBeLeftOut ? " = " + parameter.Default : "")}, {declared}";
        }

        return declared;
    }

    /// <summary>A name that no parameter has.</summary>
    public static string FreeName(string name, IEnumerable<WorkerValueModel> parameters)
    {
        while (parameters.Any(parameter => parameter.Name == name))
            name += "_";
        return name;
    }
}
