import Actions
import Foundation
import JSON
import Platforms

/// Puts the actions and agents of a file into a workspace: by name, new ones beside those that are there.
struct WorkspaceImport: Sendable {
    /// What stands for a connection of the file.
    struct Target: Sendable {
        var id: SavedConnection.ID
        var apiVersion: String
    }

    let file: WorkspaceFile
    /// By the names of the file.
    let targets: [String: Target]
    let now: Date

    /// Changes the workspace, or says everything that is in the way.
    func apply(to contents: inout WorkspaceContents) throws(WorkspaceError) -> ImportPlan {
        var problems: [WorkspaceProblem] = []
        var plan = ImportPlan()
        for (index, entry) in file.actions.enumerated() {
            do throws(WorkspaceError) {
                plan.steps.append(try put(entry, at: index, into: &contents))
            } catch {
                guard case .invalid(let found) = error else { throw error }
                problems += found
            }
        }
        for (index, settings) in file.agents.enumerated() {
            do throws(WorkspaceError) {
                plan.steps.append(try put(settings, at: index, into: &contents))
            } catch {
                guard case .invalid(let found) = error else { throw error }
                problems += found
            }
        }
        guard problems.isEmpty else { throw .invalid(problems) }
        return plan
    }

    // MARK: Actions

    private func put(
        _ entry: WorkspaceFile.ActionEntry,
        at index: Int,
        into contents: inout WorkspaceContents
    ) throws(WorkspaceError) -> ImportPlan.Step {
        let path = "actions[\(index)]"
        guard let target = targets[entry.connection] else {
            throw .invalid([
                WorkspaceProblem(
                    member: "\(path).connection",
                    "There is no connection `\(entry.connection)`. Connect it first, or say which one stands for it."
                )
            ])
        }
        if case .failure(let error) = Result(compiling: entry.definition, version: target.apiVersion) {
            var problem = WorkspaceProblem(error)
            problem.member = problem.member.isEmpty ? path : "\(path).\(problem.member)"
            throw .invalid([problem])
        }
        let name = entry.definition.name
        guard let known = contents.actions.firstIndex(where: { $0.name == name }) else {
            contents.actions.append(
                SavedAction(
                    id: RandomText.identifier("act"),
                    connectionID: target.id,
                    definition: entry.definition,
                    template: entry.template,
                    createdAt: now,
                    changedAt: now
                )
            )
            return ImportPlan.Step(subject: .action, name: name, effect: .create)
        }
        let old = contents.actions[known]
        var new = old
        new.definition = entry.definition
        new.connectionID = target.id
        new.template = entry.template
        guard new != old else { return ImportPlan.Step(subject: .action, name: name, effect: .leave) }
        var members = Self.differences(old.definition.json, new.definition.json)
        if new.connectionID != old.connectionID { members.append("connection") }
        if new.template != old.template { members.append("template") }
        if new.definition.group != old.definition.group { members.append("group") }
        new.revision += 1
        new.changedAt = now
        contents.actions[known] = new
        return ImportPlan.Step(subject: .action, name: name, effect: .change(members))
    }

    // MARK: Agents

    private func put(
        _ named: AgentSettings,
        at index: Int,
        into contents: inout WorkspaceContents
    ) throws(WorkspaceError) -> ImportPlan.Step {
        let settings = try settings(named, at: index, contents)
        let key = SavedAgent.nameKey(settings.name)
        guard let known = contents.agents.firstIndex(where: { SavedAgent.nameKey($0.settings.name) == key }) else {
            let agent = SavedAgent(id: RandomText.identifier("agt"), settings: settings, createdAt: now, changedAt: now)
            contents.agents.append(agent)
            return ImportPlan.Step(subject: .agent, name: settings.name, effect: .create)
        }
        let old = contents.agents[known].settings
        guard settings != old else { return ImportPlan.Step(subject: .agent, name: settings.name, effect: .leave) }
        contents.agents[known].settings = settings
        contents.agents[known].touch(at: now)
        return ImportPlan.Step(
            subject: .agent,
            name: settings.name,
            effect: .change(Self.differences(old.json, settings.json))
        )
    }

    /// The settings with the ids of the actions they name.
    private func settings(
        _ named: AgentSettings,
        at index: Int,
        _ contents: WorkspaceContents
    ) throws(WorkspaceError) -> AgentSettings {
        var settings = named
        var problems: [WorkspaceProblem] = []
        for place in settings.actions.indices {
            let name = settings.actions[place].actionID
            if let action = contents.actions.first(where: { $0.name == name }) {
                settings.actions[place].actionID = action.id
            } else if !file.actions.contains(where: { $0.definition.name == name }) {
                let near = Spelling.nearest(to: name, in: contents.actions.map(\.name))
                let hint = near.map { " Did you mean `\($0)`?" } ?? ""
                problems.append(
                    WorkspaceProblem(
                        member: "agents[\(index)].actions[\(place)].action",
                        "There is no action `\(name)`.\(hint)"
                    )
                )
            }
        }
        guard problems.isEmpty else { throw .invalid(problems) }
        return settings
    }

    /// The members in which two objects differ.
    private static func differences(_ old: JSONValue, _ new: JSONValue) -> [String] {
        let (old, new) = (old.object ?? [:], new.object ?? [:])
        var names = new.keys
        names += old.keys.filter { !names.contains($0) }
        return names.filter { old[$0] != new[$0] }
    }
}

extension Result where Success == Action, Failure == TemplateError {
    fileprivate init(compiling definition: ActionDefinition, version: String) {
        self = Result { () throws(TemplateError) in try Action(compiling: definition, version: version) }
    }
}
